//! The open enum: documented values as variants, anything newer as `Other`.
//!
//! Calendly adds values without notice (`instant_book` → `api`, `multi_pool`), so a closed enum would break lists.
//! In requests the documented words only are sent; a caller who knows a newer one uses a raw request.

macro_rules! open_enum {
    ($(#[doc = $doc:literal])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub enum $name {
            $($variant,)+
            /// A value this version does not know, as it was sent.
            Other(String),
        }

        impl $name {
            /// The documented words and where they are documented.
            pub const CHOICE: $crate::api::schema::Choice = $crate::api::schema::Choice {
                name: stringify!($name),
                doc: $crate::api::schema::docs!($($doc),*),
                values: &[$($text),+],
            };

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

        impl $crate::api::model::FieldType for $name {
            const SHAPE: $crate::api::schema::Shape = $crate::api::schema::Shape::Choice(&Self::CHOICE);

            #[inline(always)]
            fn read(object: &$crate::json::Value, name: &'static str) -> Result<Self, $crate::api::DecodeError> {
                Ok($crate::api::fields::text(object, name).into())
            }

            fn read_item(item: &$crate::json::Value) -> Option<Self> {
                $crate::api::fields::as_text(item).map(Self::from)
            }
        }

        impl $crate::api::input::InputType for $name {
            const SHAPE: $crate::api::schema::Shape = $crate::api::schema::Shape::Choice(&Self::CHOICE);

            fn value(&self) -> Option<$crate::json::Value> {
                Some(self.as_str().into())
            }
        }
    };
}

pub(super) use open_enum;
