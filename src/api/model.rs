//! The model: an object in an answer, declared field by field with [`model!`].

use crate::json::Value;

use super::fields::{self, DecodeError};
use super::schema::{Model, Shape};
use crate::time::Timestamp;

/// A type that a field of an answer can have: how it looks, and how it is read from its object.
///
/// Only what identifies a thing may fail; everything else becomes something, so that one odd field does not take a
/// whole list away.
pub trait FieldType: Sized {
    const SHAPE: Shape;

    // Those that cannot fail are inlined, so that no way out is compiled behind every field.
    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError>;

    /// As [`FieldType::read`], for an item of a list; `None` for what it cannot be.
    fn read_item(item: &Value) -> Option<Self>;

    /// As [`FieldType::read`], where it may be missing.
    fn read_optional(object: &Value, name: &'static str) -> Option<Self> {
        object.get(name).and_then(Self::read_item)
    }
}

/// A type made by [`model!`].
pub trait Described: Sized {
    const MODEL: Model;

    fn read(object: &Value) -> Result<Self, DecodeError>;
}

impl FieldType for String {
    const SHAPE: Shape = Shape::Text;

    #[inline(always)]
    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        Ok(fields::text(object, name))
    }

    fn read_optional(object: &Value, name: &'static str) -> Option<Self> {
        fields::optional_text(object, name)
    }

    fn read_item(item: &Value) -> Option<Self> {
        fields::as_text(item)
    }
}

/// A text without which the whole thing means nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RequiredText(pub String);

impl RequiredText {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FieldType for RequiredText {
    const SHAPE: Shape = Shape::Text;

    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        fields::required_text(object, name).map(Self)
    }

    fn read_item(item: &Value) -> Option<Self> {
        let text = item.as_str().filter(|text| !text.is_empty())?;
        Some(Self(text.to_owned()))
    }
}

impl FieldType for bool {
    const SHAPE: Shape = Shape::Flag;

    #[inline(always)]
    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        Ok(fields::flag(object, name))
    }

    fn read_item(item: &Value) -> Option<Self> {
        match item {
            Value::Bool(flag) => Some(*flag),
            _ => None,
        }
    }
}

impl FieldType for u32 {
    const SHAPE: Shape = Shape::Integer;

    #[inline(always)]
    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        Ok(fields::count(object, name))
    }

    fn read_optional(object: &Value, name: &'static str) -> Option<Self> {
        fields::optional_count(object, name)
    }

    fn read_item(item: &Value) -> Option<Self> {
        fields::as_count(item)
    }
}

impl FieldType for f64 {
    const SHAPE: Shape = Shape::Number;

    #[inline(always)]
    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        Ok(object
            .get(name)
            .and_then(Self::read_item)
            .unwrap_or_default())
    }

    fn read_item(item: &Value) -> Option<Self> {
        match item {
            Value::Number(number) => Some(*number),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
        .filter(|number| number.is_finite())
    }
}

/// The instant is what a thing is about; where it may be missing the field is an `Option`.
impl FieldType for Timestamp {
    const SHAPE: Shape = Shape::Instant;

    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        fields::instant(object, name).ok_or(DecodeError::Field(name))
    }

    fn read_optional(object: &Value, name: &'static str) -> Option<Self> {
        fields::instant(object, name)
    }

    fn read_item(item: &Value) -> Option<Self> {
        Timestamp::parse(item.as_str()?).ok()
    }
}

impl FieldType for Value {
    const SHAPE: Shape = Shape::Json;

    #[inline(always)]
    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        Ok(object.get(name).cloned().unwrap_or(Value::Null))
    }

    fn read_item(item: &Value) -> Option<Self> {
        Some(item.clone())
    }
}

impl<T: FieldType> FieldType for Option<T> {
    const SHAPE: Shape = Shape::Nullable(&T::SHAPE);

    #[inline(always)]
    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        Ok(T::read_optional(object, name))
    }

    fn read_item(item: &Value) -> Option<Self> {
        Some(T::read_item(item))
    }
}

/// Items that cannot be read are left out; a missing list is empty.
impl<T: FieldType> FieldType for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        let items = fields::items(object, name);
        Ok(items.iter().filter_map(T::read_item).collect())
    }

    fn read_item(item: &Value) -> Option<Self> {
        let items = item.as_array()?;
        Some(items.iter().filter_map(T::read_item).collect())
    }
}

/// For a large variant of a union.
impl<T: FieldType> FieldType for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        T::read(object, name).map(Self::new)
    }

    fn read_item(item: &Value) -> Option<Self> {
        T::read_item(item).map(Self::new)
    }
}

/// An object with the fields of two models.
#[derive(Clone, PartialEq, Debug)]
pub struct With<T, M> {
    pub base: T,
    pub more: M,
}

impl<T: Described, M: Described> FieldType for With<T, M> {
    const SHAPE: Shape = Shape::All(&[&T::MODEL, &M::MODEL]);

    fn read(object: &Value, name: &'static str) -> Result<Self, DecodeError> {
        Self::read_optional(object, name).ok_or(DecodeError::Field(name))
    }

    fn read_item(item: &Value) -> Option<Self> {
        item.is_object().then_some(())?;
        Some(Self {
            base: T::read(item).ok()?,
            more: M::read(item).ok()?,
        })
    }
}

/// Declares models: `model! { /// What it is. Name { /// What it says. field: Type, class: Kind as "type", active: bool = true } }`.
///
/// A field is read by the rules of its type ([`FieldType`]); `as` gives Calendly's name where it is a word of
/// Rust's, and `= value` is what a missing or odd field becomes in place of the type's own default. `Name by uri`
/// tells items of a list apart by that field.
macro_rules! model {
    ($(
        $(#[doc = $doc:literal])*
        $name:ident $(by $key:ident)? {
            $(
                $(#[doc = $field_doc:literal])*
                $field:ident : $type:ty $(as $json:literal)? $(= $default:expr)?
            ),* $(,)?
        }
    )+) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Debug)]
        pub struct $name {
            $($(#[doc = $field_doc])* pub $field: $type,)*
        }

        impl $crate::api::model::Described for $name {
            const MODEL: $crate::api::schema::Model = $crate::api::schema::Model {
                name: stringify!($name),
                doc: $crate::api::schema::docs!($($doc),*),
                fields: &[$($crate::api::schema::Field {
                    name: $crate::api::model::json_name!($field $($json)?),
                    doc: $crate::api::schema::docs!($($field_doc),*),
                    shape: <$type as $crate::api::model::FieldType>::SHAPE,
                }),*],
            };

            fn read(object: &$crate::json::Value) -> Result<Self, $crate::api::DecodeError> {
                Ok(Self {
                    $($field: $crate::api::model::read_field!(
                        object, $type, $crate::api::model::json_name!($field $($json)?) $(, $default)?
                    ),)*
                })
            }
        }

        $(impl $crate::api::page::Keyed for $name {
            fn key(&self) -> &str {
                self.$key.as_str()
            }
        })?

        impl $crate::api::model::FieldType for $name {
            const SHAPE: $crate::api::schema::Shape =
                $crate::api::schema::Shape::Model(&<Self as $crate::api::model::Described>::MODEL);

            fn read(object: &$crate::json::Value, name: &'static str) -> Result<Self, $crate::api::DecodeError> {
                let field = object.get(name).filter(|field| field.is_object());
                let field = field.ok_or($crate::api::DecodeError::Field(name))?;
                <Self as $crate::api::model::Described>::read(field)
            }

            fn read_item(item: &$crate::json::Value) -> Option<Self> {
                item.is_object().then(|| <Self as $crate::api::model::Described>::read(item).ok())?
            }
        }
    )+};
}

macro_rules! json_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $json:literal) => {
        $json
    };
}

macro_rules! read_field {
    ($object:ident, $type:ty, $name:expr) => {
        <$type as $crate::api::model::FieldType>::read($object, $name)?
    };
    ($object:ident, $type:ty, $name:expr, $default:expr) => {
        <$type as $crate::api::model::FieldType>::read_optional($object, $name).unwrap_or($default)
    };
}

pub(in crate::api) use {json_name, model, read_field};
