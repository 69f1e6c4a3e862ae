//! The open enum: documented values as variants, anything newer as `Other`.
//!
//! Calendly adds values without notice (`instant_book` → `api`, `multi_pool`), so a closed enum would break lists.

macro_rules! open_enum {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum $name {
            $($variant,)+
            /// A value this version does not know, as it was sent.
            Other(String),
        }

        impl $name {
            /// Calendly's own word.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text => Self::$variant,)+
                    _ => Self::Other(text),
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }
    };
}

pub(super) use open_enum;
