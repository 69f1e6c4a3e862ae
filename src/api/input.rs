//! The input: what a parameter of a request can be, and objects of several, declared with [`input!`].

use crate::json::{Fields, Value};

use super::schema::{Absent, Shape};
use crate::time::{Date, Timestamp};

/// A type that a parameter can have: how it looks, and what is sent.
pub trait InputType {
    const SHAPE: Shape;
    const ABSENT: Absent = Absent::Refuse;

    /// `None`: not given.
    fn value(&self) -> Option<Value>;
}

impl InputType for String {
    const SHAPE: Shape = Shape::Text;

    fn value(&self) -> Option<Value> {
        Some(self.as_str().into())
    }
}

impl InputType for bool {
    const SHAPE: Shape = Shape::Flag;

    fn value(&self) -> Option<Value> {
        Some((*self).into())
    }
}

impl InputType for u32 {
    const SHAPE: Shape = Shape::Integer;

    fn value(&self) -> Option<Value> {
        Some((*self).into())
    }
}

/// Sent with microseconds, as Calendly writes instants itself.
impl InputType for Timestamp {
    const SHAPE: Shape = Shape::Instant;

    fn value(&self) -> Option<Value> {
        Some(self.to_rfc3339().into())
    }
}

impl InputType for Date {
    const SHAPE: Shape = Shape::Date;

    fn value(&self) -> Option<Value> {
        Some(self.to_iso().into())
    }
}

impl InputType for Value {
    const SHAPE: Shape = Shape::Json;

    fn value(&self) -> Option<Value> {
        Some(self.clone())
    }
}

impl<T: InputType> InputType for Option<T> {
    const SHAPE: Shape = T::SHAPE;
    const ABSENT: Absent = Absent::Omit;

    fn value(&self) -> Option<Value> {
        self.as_ref()?.value()
    }
}

impl<T: InputType> InputType for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn value(&self) -> Option<Value> {
        Some(Value::Array(self.iter().filter_map(T::value).collect()))
    }
}

/// A value that is sent as `null` where there is none, because its name must stand in the body.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct OrNull<T>(pub Option<T>);

impl<T: InputType> InputType for OrNull<T> {
    const SHAPE: Shape = Shape::Nullable(&T::SHAPE);
    const ABSENT: Absent = Absent::Null;

    fn value(&self) -> Option<Value> {
        self.0.as_ref()?.value()
    }
}

/// A value of a `PATCH`: left as it is, taken away, or set.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum Change<T> {
    #[default]
    Keep,
    /// Sent as `null`.
    Clear,
    Set(T),
}

impl<T: InputType> InputType for Change<T> {
    const SHAPE: Shape = Shape::Nullable(&T::SHAPE);
    const ABSENT: Absent = Absent::Omit;

    fn value(&self) -> Option<Value> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(Value::Null),
            Self::Set(value) => value.value(),
        }
    }
}

/// An e-mail address. Checked for its shape only: whether it exists nobody can know here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Email(pub String);

impl InputType for Email {
    const SHAPE: Shape = Shape::Email;

    fn value(&self) -> Option<Value> {
        Some(self.0.as_str().into())
    }
}

/// One criterion of an order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sort<F> {
    pub field: F,
    pub descending: bool,
}

/// What a list can be ordered by.
pub trait SortField: Copy {
    const NAMES: &'static [&'static str];

    fn name(self) -> &'static str;
}

impl<F: SortField> InputType for Vec<Sort<F>> {
    const SHAPE: Shape = Shape::Sort(F::NAMES);
    const ABSENT: Absent = Absent::Omit;

    fn value(&self) -> Option<Value> {
        let mut text = String::new();
        for criterion in self {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(&criterion.written());
        }
        Some(text).filter(|text| !text.is_empty()).map(Value::from)
    }
}

/// Several criteria, of which each is an item of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SortList<F>(pub Vec<Sort<F>>);

impl<F: SortField> SortList<F> {
    const ITEM: Shape = Shape::Sort(F::NAMES);
}

impl<F: SortField> InputType for SortList<F> {
    const SHAPE: Shape = Shape::List(&Self::ITEM);

    fn value(&self) -> Option<Value> {
        let texts = self.0.iter().map(|criterion| criterion.written().into());
        Some(Value::Array(texts.collect()))
    }
}

impl<F: SortField> Sort<F> {
    fn written(&self) -> String {
        let direction = if self.descending { ":desc" } else { ":asc" };
        [self.field.name(), direction].concat()
    }
}

macro_rules! sort_field {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum $name { $($variant),+ }

        impl $crate::api::input::SortField for $name {
            const NAMES: &'static [&'static str] = &[$($text),+];

            fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}

sort_field!(
    /// What is ordered by when it was made, and by nothing else.
    CreationSort {
        CreatedAt = "created_at",
    }
);

/// Declares objects of a request body, as [`model!`](super::model) declares those of an answer. `rules` are over several
/// of its fields ([`rules!`](super::rules)).
macro_rules! input {
    ($(
        $(#[doc = $doc:literal])*
        $(#[derive($($derive:ident),*)])?
        $name:ident $(rules [$($rule:ident $values:tt),+ $(,)?])? {
            $(
                $(#[doc = $field_doc:literal])*
                $field:ident : $type:ty $(as $json:literal)? $(where $limit:expr)?
            ),* $(,)?
        }
    )+) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Debug $($(, $derive)*)?)]
        pub struct $name {
            $($(#[doc = $field_doc])* pub $field: $type,)*
        }

        impl $crate::api::input::InputType for $name {
            const SHAPE: $crate::api::schema::Shape =
                $crate::api::schema::Shape::Input(&$crate::api::schema::Input {
                    name: stringify!($name),
                    doc: $crate::api::schema::docs!($($doc),*),
                    parameters: &[$($crate::api::input::parameter!(
                        Body, $field, $type, [$($field_doc),*] $(as $json)? $(where $limit)?
                    )),*],
                    rules: $crate::api::rules::rules!($($($rule $values),+)?),
                });

            fn value(&self) -> Option<$crate::json::Value> {
                let mut object = $crate::json::Fields::new();
                $($crate::api::input::put(
                    &mut object,
                    $crate::api::model::json_name!($field $($json)?),
                    $crate::api::input::InputType::value(&self.$field),
                );)*
                Some($crate::json::Value::Object(object))
            }
        }
    )+};
}

macro_rules! parameter {
    ($place:ident, $field:ident, $type:ty, [$($doc:literal),*] $(as $json:literal)? $(where $limit:expr)?) => {
        $crate::api::schema::Parameter {
            name: $crate::api::model::json_name!($field $($json)?),
            doc: $crate::api::schema::docs!($($doc),*),
            place: $crate::api::schema::Place::$place,
            shape: <$type as $crate::api::input::InputType>::SHAPE,
            absent: <$type as $crate::api::input::InputType>::ABSENT,
            limit: $crate::api::input::limit!($($limit)?),
        }
    };
}

macro_rules! limit {
    () => {
        $crate::api::schema::Limit::None
    };
    ($limit:expr) => {
        $limit
    };
}

/// Writes a value that is given.
pub fn put(object: &mut Fields, name: &str, value: Option<Value>) {
    if let Some(value) = value {
        object.push((name.to_owned(), value));
    }
}

pub(in crate::api) use {input, limit, parameter, sort_field};
