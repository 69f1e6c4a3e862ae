//! The lenient scalar: fields that are null, missing or of another JSON type than documented.
//!
//! One odd field must not take a whole list away, so every field but the identifying one decodes to something.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::time::Timestamp;

enum Scalar {
    Nothing,
    Flag(bool),
    Number(f64),
    Text(String),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnyScalar;

        impl<'de> Visitor<'de> for AnyScalar {
            type Value = Scalar;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("any JSON value")
            }
            fn visit_unit<E>(self) -> Result<Scalar, E> {
                Ok(Scalar::Nothing)
            }
            fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Flag(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
                Ok(Scalar::Number(value as f64))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
                Ok(Scalar::Number(value as f64))
            }
            fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number(value))
            }
            fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(value.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Scalar, A::Error> {
                while entries.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Scalar::Nothing)
            }
        }

        deserializer.deserialize_any(AnyScalar)
    }
}

impl Scalar {
    fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                Some((number as i64).to_string())
            }
            _ => None,
        }
    }

    fn into_whole(self) -> Option<i64> {
        match self {
            // `as` saturates, so 1e300 is i64::MAX and not a wrapped value.
            Self::Number(number) => Some(number as i64),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

/// Text, empty where there is none.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(optional_text(deserializer)?.unwrap_or_default())
}

/// Text, or `None` for null and for what is not text.
pub(super) fn optional_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<String>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.into_text())
}

/// A flag, `false` where there is none.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(matches!(
        Scalar::deserialize(deserializer)?,
        Scalar::Flag(true)
    ))
}

/// A flag that only an explicit `false` lowers.
pub(super) fn flag_unless_false<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<bool, D::Error> {
    Ok(!matches!(
        Scalar::deserialize(deserializer)?,
        Scalar::Flag(false)
    ))
}

/// A number of things: fractions cut, negatives 0, too large ones `u32::MAX`.
pub(super) fn optional_count<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<u32>, D::Error> {
    let whole = Scalar::deserialize(deserializer)?.into_whole();
    Ok(whole.map(|number| u32::try_from(number.max(0)).unwrap_or(u32::MAX)))
}

/// As [`optional_count`], 0 where there is none.
pub(super) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    Ok(optional_count(deserializer)?.unwrap_or_default())
}

/// An instant, `None` where it is missing or not an instant.
pub(super) fn instant<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Timestamp>, D::Error> {
    let text = optional_text(deserializer)?;
    Ok(text.and_then(|text| Timestamp::parse(&text).ok()))
}

/// A list, empty for null.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

/// A list of texts, without the items that are not text.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let items: Vec<Scalar> = list(deserializer)?;
    Ok(items.into_iter().filter_map(Scalar::into_text).collect())
}

/// A list of whole numbers, `None` for null (Calendly tells "no choice" from an empty list).
pub(super) fn optional_counts<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<u32>>, D::Error> {
    let items = Option::<Vec<Scalar>>::deserialize(deserializer)?;
    Ok(items.map(|items| {
        let whole = items.into_iter().filter_map(Scalar::into_whole);
        whole
            .filter_map(|number| u32::try_from(number).ok())
            .collect()
    }))
}
