//! The union: one of several objects, told apart by a word in it, declared with [`model_union!`] or [`input_union!`].

use crate::json::{Fields, Value};

/// The object with its tag before its own fields.
pub fn tag(name: &str, word: &str, object: Value) -> Value {
    let mut fields: Fields = vec![(name.to_owned(), word.into())];
    if let Value::Object(own) = object {
        fields.extend(own);
    }
    Value::Object(fields)
}

/// Declares a union of an answer: `model_union! { /// What it is. Name by "type" { Variant(Model): Words, } }`.
///
/// `Words` is the open enum that the model has in its tag. What has another word there is kept as `Other`.
macro_rules! model_union {
    (
        $(#[doc = $doc:literal])*
        $name:ident by $tag:literal {
            $($(#[doc = $variant_doc:literal])* $variant:ident($model:ty): $words:ty),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Debug)]
        pub enum $name {
            $($(#[doc = $variant_doc])* $variant($model),)+
            /// An object this version does not know, as it was sent.
            Other($crate::json::Value),
        }

        impl $crate::api::model::FieldType for $name {
            const SHAPE: $crate::api::schema::Shape =
                $crate::api::schema::Shape::Union(&$crate::api::schema::Union {
                    name: stringify!($name),
                    doc: $crate::api::schema::docs!($($doc),*),
                    tag: $tag,
                    variants: &[$($crate::api::schema::Variant {
                        words: <$words>::CHOICE.values,
                        shape: <$model as $crate::api::model::FieldType>::SHAPE,
                    }),+],
                });

            fn read(object: &$crate::json::Value, name: &'static str) -> Result<Self, $crate::api::DecodeError> {
                let union = <Self as $crate::api::model::FieldType>::read_optional(object, name);
                union.ok_or($crate::api::DecodeError::Field(name))
            }

            fn read_item(item: &$crate::json::Value) -> Option<Self> {
                if !item.is_object() {
                    return None;
                }
                let word = $crate::api::fields::text(item, $tag);
                $(if <$words>::CHOICE.values.contains(&word.as_str()) {
                    return <$model as $crate::api::model::FieldType>::read_item(item).map(Self::$variant);
                })+
                Some(Self::Other(item.clone()))
            }
        }
    };
}

/// Declares a union of a request: `input_union! { /// What it is. Name by "type" { Variant(Input) = "word", } }`.
macro_rules! input_union {
    (
        $(#[doc = $doc:literal])*
        $name:ident by $tag:literal {
            $($(#[doc = $variant_doc:literal])* $variant:ident($input:ty) = $word:literal),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Debug)]
        pub enum $name {
            $($(#[doc = $variant_doc])* $variant($input),)+
        }

        impl $crate::api::input::InputType for $name {
            const SHAPE: $crate::api::schema::Shape =
                $crate::api::schema::Shape::Union(&$crate::api::schema::Union {
                    name: stringify!($name),
                    doc: $crate::api::schema::docs!($($doc),*),
                    tag: $tag,
                    variants: &[$($crate::api::schema::Variant {
                        words: &[$word],
                        shape: <$input as $crate::api::input::InputType>::SHAPE,
                    }),+],
                });

            fn value(&self) -> Option<$crate::json::Value> {
                Some(match self {
                    $(Self::$variant(input) => $crate::api::union::tag(
                        $tag,
                        $word,
                        $crate::api::input::InputType::value(input)?,
                    ),)+
                })
            }
        }
    };
}

pub(in crate::api) use {input_union, model_union};
