//! The endpoint: one operation of the API with its parameters, declared with [`endpoint!`].

use crate::json::{Fields, Value};

use super::fields::{self, DecodeError};
use super::model::Described;
use super::page::{Keyed, Page, PageWith};
use super::schema::{Answer, Operation, Shape, answer_shape};

/// The methods Calendly uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    Get,
    Post,
    Patch,
    Put,
    Delete,
}

impl Method {
    /// As it stands in a request line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// Whether sending it twice may do something twice. Calendly has no idempotency keys.
    pub fn is_write(self) -> bool {
        self != Self::Get
    }
}

/// One operation with its parameters.
pub trait Endpoint {
    const OPERATION: &'static Operation;
    type Response;

    /// The parameters that are given, under their names.
    fn input(&self) -> Fields;

    /// Reads a successful answer. Single resources are unwrapped from `{"resource": …}` here.
    fn read(answer: &Value) -> Result<Self::Response, DecodeError>;

    /// Reads the body of a successful answer.
    fn decode(body: &str) -> Result<Self::Response, DecodeError> {
        Self::read(&fields::body(body)?)
    }
}

/// An operation that answers page by page (`calendly` "Pagination": `count`, `page_token`).
pub trait ListEndpoint: Endpoint<Response: Into<Page<Self::Item>>> {
    type Item: Keyed;

    /// The same request for another page; `None` is the first.
    fn with_page(&self, token: Option<String>) -> Self;
}

/// How an answer is wrapped, and what comes out of it.
pub trait AnswerType {
    const ANSWER: Answer;
    type Response;

    fn read(answer: &Value) -> Result<Self::Response, DecodeError>;
}

/// `{"resource": …}`, unwrapped.
pub struct Resource<T>(std::marker::PhantomData<T>);

impl<T: Described> AnswerType for Resource<T> {
    const ANSWER: Answer = Answer::Resource(answer_shape(Shape::Model(&T::MODEL)));
    type Response = T;

    fn read(answer: &Value) -> Result<T, DecodeError> {
        T::read(fields::resource(answer)?)
    }
}

impl<T: Described> AnswerType for Page<T> {
    const ANSWER: Answer = Answer::Page(answer_shape(Shape::Model(&T::MODEL)));
    type Response = Self;

    fn read(answer: &Value) -> Result<Self, DecodeError> {
        Page::read(answer, T::read)
    }
}

/// Pages of items that Calendly does not describe.
impl AnswerType for Page<Value> {
    const ANSWER: Answer = Answer::Page(Shape::Json);
    type Response = Self;

    fn read(answer: &Value) -> Result<Self, DecodeError> {
        Page::read(answer, |item| Ok(item.clone()))
    }
}

impl<T: Described, M: Described> AnswerType for PageWith<T, M> {
    const ANSWER: Answer = Answer::PageWith(
        answer_shape(Shape::Model(&T::MODEL)),
        answer_shape(Shape::Model(&M::MODEL)),
    );
    type Response = Self;

    fn read(answer: &Value) -> Result<Self, DecodeError> {
        Ok(Self {
            page: Page::read(answer, T::read)?,
            more: M::read(answer)?,
        })
    }
}

/// `{"collection": […]}` without pages.
pub struct Collection<T>(std::marker::PhantomData<T>);

impl<T: Described> AnswerType for Collection<T> {
    const ANSWER: Answer = Answer::Collection(answer_shape(Shape::Model(&T::MODEL)));
    type Response = Vec<T>;

    fn read(answer: &Value) -> Result<Vec<T>, DecodeError> {
        let items = fields::collection(answer)?;
        Ok(items.iter().filter_map(|item| T::read(item).ok()).collect())
    }
}

/// An accepted deletion: nothing worth reading.
pub struct Nothing;

impl AnswerType for Nothing {
    const ANSWER: Answer = Answer::Nothing;
    type Response = ();

    fn read(_: &Value) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// What Calendly does not describe: the body as it is.
pub struct Json;

impl AnswerType for Json {
    const ANSWER: Answer = Answer::Json;
    type Response = Value;

    fn read(answer: &Value) -> Result<Value, DecodeError> {
        Ok(answer.clone())
    }
}

/// Declares operations: `endpoint! { /// What it does. GetUser: GET "/users/{uuid}", ["users:read"] => Resource<User> { path uuid: UserUri, } }`.
///
/// Parameters are `path`, `query` or `body`; their names are Calendly's, `where` adds a limit, `rules` are over several of them ([`rules!`](super::rules)). An operation that is
/// `paged` gets `count` and `page_token` by itself. One whose input Calendly does not describe has a `whole_query`
/// or `whole_body`.
macro_rules! endpoint {
    ($(
        $(#[doc = $doc:literal])*
        $(#[derive($($derive:ident),*)])?
        $name:ident: $method:ident $path:literal, [$($scope:literal),*] => $answer:ty $(, paged $most:literal)?
            $(, rules [$($rule:ident $values:tt),+ $(,)?])? {
            $(
                $(#[doc = $field_doc:literal])*
                $place:ident $field:ident : $type:ty $(as $json:literal)? $(where $limit:expr)?
            ),* $(,)?
        }
    )+) => {$(
        $crate::api::endpoint::endpoint_struct! {
            $(#[doc = $doc])*
            #[derive(Clone, PartialEq, Debug $($(, $derive)*)?)]
            $name { $($(#[doc = $field_doc])* $field: $type,)* } $($most)?
        }

        impl $crate::api::endpoint::Endpoint for $name {
            const OPERATION: &'static $crate::api::schema::Operation = &$crate::api::schema::Operation {
                name: stringify!($name),
                doc: $crate::api::schema::docs!($($doc),*),
                method: $crate::api::endpoint::method!($method),
                path: $path,
                scopes: &[$($scope),*],
                parameters: &[
                    $($crate::api::endpoint::placed_parameter!(
                        $place, $field, $type, [$($field_doc),*] $(as $json)? $(where $limit)?
                    ),)*
                    $(
                        $crate::api::page::count_parameter($most),
                        $crate::api::page::PAGE_TOKEN_PARAMETER,
                    )?
                ],
                rules: $crate::api::rules::rules!($($($rule $values),+)?),
                answer: <$answer as $crate::api::endpoint::AnswerType>::ANSWER,
            };
            type Response = <$answer as $crate::api::endpoint::AnswerType>::Response;

            fn input(&self) -> $crate::json::Fields {
                #[allow(unused_mut)]
                let mut object = $crate::json::Fields::new();
                $($crate::api::input::put(
                    &mut object,
                    $crate::api::model::json_name!($field $($json)?),
                    $crate::api::input::InputType::value(&self.$field),
                );)*
                $crate::api::endpoint::put_page!(object, self $(, $most)?);
                object
            }

            fn read(answer: &$crate::json::Value) -> Result<Self::Response, $crate::api::DecodeError> {
                <$answer as $crate::api::endpoint::AnswerType>::read(answer)
            }
        }

        $crate::api::endpoint::list_endpoint!($name, $answer $(, $most)?);
    )+};
}

macro_rules! endpoint_struct {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        pub struct $name { $($(#[doc = $doc])* pub $field: $type,)* }
    };
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])* $field:ident: $type:ty,)* } $most:literal) => {
        $(#[$meta])*
        pub struct $name {
            $($(#[doc = $doc])* pub $field: $type,)*
            /// Items per page; Calendly's default is 20.
            pub count: Option<u32>,
            /// `next_page_token` or `previous_page_token` of an answer to the same request.
            pub page_token: Option<String>,
        }
    };
}

macro_rules! put_page {
    ($object:ident, $this:ident) => {};
    ($object:ident, $this:ident, $most:literal) => {
        $crate::api::input::put(
            &mut $object,
            "count",
            $crate::api::input::InputType::value(&$this.count),
        );
        $crate::api::input::put(
            &mut $object,
            "page_token",
            $crate::api::input::InputType::value(&$this.page_token),
        );
    };
}

macro_rules! list_endpoint {
    ($name:ident, $answer:ty) => {};
    ($name:ident, $answer:ty, $most:literal) => {
        impl $crate::api::endpoint::ListEndpoint for $name {
            type Item = <$answer as $crate::api::page::Paged>::Item;

            fn with_page(&self, token: Option<String>) -> Self {
                Self {
                    page_token: token,
                    ..self.clone()
                }
            }
        }
    };
}

macro_rules! method {
    (GET) => {
        $crate::api::endpoint::Method::Get
    };
    (POST) => {
        $crate::api::endpoint::Method::Post
    };
    (PATCH) => {
        $crate::api::endpoint::Method::Patch
    };
    (DELETE) => {
        $crate::api::endpoint::Method::Delete
    };
}

macro_rules! placed_parameter {
    (path, $($rest:tt)*) => { $crate::api::input::parameter!(Path, $($rest)*) };
    (query, $($rest:tt)*) => { $crate::api::input::parameter!(Query, $($rest)*) };
    (body, $($rest:tt)*) => { $crate::api::input::parameter!(Body, $($rest)*) };
    (whole_query, $($rest:tt)*) => { $crate::api::input::parameter!(WholeQuery, $($rest)*) };
    (whole_body, $($rest:tt)*) => { $crate::api::input::parameter!(WholeBody, $($rest)*) };
}

pub(in crate::api) use {
    endpoint, endpoint_struct, list_endpoint, method, placed_parameter, put_page,
};
