//! The schema: what Calendly sends and takes, as data.
//!
//! Models and operations are declared once, by the macros [`model!`](super::model) and
//! [`endpoint!`](super::endpoint). Out of that one declaration come the Rust types, the checks before sending, the
//! TypeScript types and the reference page. What a build does not look at weighs nothing in it.

use super::rules::Rule;

/// Whether this build checks parameters before sending. The widget's does not: it sends four operations, whose
/// parameters it makes itself.
pub const CHECKS: bool = cfg!(any(
    not(target_arch = "wasm32"),
    feature = "client",
    feature = "dashboard"
));

/// The words of a declaration. They are for types and the reference page, which are made natively, and are not sent to
/// browsers.
#[cfg(not(target_arch = "wasm32"))]
macro_rules! docs {
    ($($doc:literal),*) => { &[$($doc),*] };
}
#[cfg(target_arch = "wasm32")]
macro_rules! docs {
    ($($doc:literal),*) => {
        &[]
    };
}
pub(in crate::api) use docs;

/// What an answer looks like; left away where [`docs!`] are.
pub(super) const fn answer_shape(shape: Shape) -> Shape {
    if cfg!(target_arch = "wasm32") {
        Shape::Json
    } else {
        shape
    }
}

/// What a value looks like.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Text,
    /// A whole number.
    Integer,
    /// A number that may have a fraction, or a text that holds one.
    Number,
    Flag,
    /// RFC 3339, in UTC.
    Instant,
    /// `YYYY-MM-DD`.
    Date,
    /// An e-mail address.
    Email,
    /// The URI of a resource in this collection.
    Uri(&'static str),
    /// Documented words. In answers there may be newer ones.
    Choice(&'static Choice),
    /// Comma-separated `field:asc` or `field:desc` with these fields.
    Sort(&'static [&'static str]),
    Model(&'static Model),
    Input(&'static Input),
    Union(&'static Union),
    List(&'static Shape),
    Nullable(&'static Shape),
    /// An object of an answer with the fields of all these models.
    All(&'static [&'static Model]),
    /// Anything: Calendly does not describe it.
    Json,
}

/// A set of documented words.
#[derive(Debug)]
pub struct Choice {
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub values: &'static [&'static str],
}

/// An object in an answer.
#[derive(Debug)]
pub struct Model {
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub fields: &'static [Field],
}

/// One field of an answer.
#[derive(Debug)]
pub struct Field {
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub shape: Shape,
}

/// An object in a request.
#[derive(Debug)]
pub struct Input {
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub parameters: &'static [Parameter],
    pub rules: &'static [Rule],
}

/// One of several objects, in an answer or in a request. A word in the field `tag` says which.
#[derive(Debug)]
pub struct Union {
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub tag: &'static str,
    pub variants: &'static [Variant],
}

/// One of the objects of a union.
#[derive(Debug)]
pub struct Variant {
    /// What stands in the tag. In answers there may be newer words, with objects nobody knows yet.
    pub words: &'static [&'static str],
    /// A model, which has the tag among its fields, or an input, which has it not.
    pub shape: Shape,
}

/// One value of a request.
#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub place: Place,
    pub shape: Shape,
    pub absent: Absent,
    pub limit: Limit,
}

/// Where a value stands in a request.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    Path,
    Query,
    Body,
    /// An object whose members are the query.
    WholeQuery,
    /// An object that is the body.
    WholeBody,
}

/// What is done where a value is not given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Absent {
    Refuse,
    Omit,
    /// The name is sent with `null`: Calendly refuses the body without it.
    Null,
    /// This number is sent.
    Number(i64),
    /// This text is sent.
    Text(&'static str),
}

/// What is checked before sending, beside the shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    None,
    /// A whole number from and to, both included.
    Range(i64, i64),
    /// Most characters of a text.
    Most(usize),
    /// Most items of a list, and what is checked of each. Other limits of a list are those of its items.
    Items(usize, &'static Limit),
    /// Exactly one of these numbers.
    Numbers(&'static [i64]),
    /// `true` and nothing else.
    True,
    /// `#` and six hexadecimal digits, the letters small.
    Colour,
    /// A whole URI: the identifier alone, without that of the resource above it, names nothing.
    WholeUri,
    /// An address that begins with `https://`, or one of this machine.
    Https,
    /// A telephone number: `+`, then 2 to 15 digits of which the first is no 0 (E.164).
    Telephone,
    /// `HH:MM`, of a clock of 24 hours; 24:00 is the end of a day.
    TimeOfDay,
    /// A text that is required, and may be empty.
    MayBeEmpty,
    /// An instant as Calendly writes it, which ends in `Z`.
    Utc,
    /// Of a list of availability rules: one for each weekday, however many dates there are.
    EachWeekday,
}

/// One operation of the API.
#[derive(Debug)]
pub struct Operation {
    /// Verb and noun, as `ListEventTypes`; a method of the JavaScript client with a small first letter.
    pub name: &'static str,
    pub doc: &'static [&'static str],
    pub method: super::Method,
    /// With `{uuid}` where an identifier stands.
    pub path: &'static str,
    /// Scopes the token needs, in Calendly's names.
    pub scopes: &'static [&'static str],
    pub parameters: &'static [Parameter],
    /// What is checked across the parameters.
    pub rules: &'static [Rule],
    pub answer: Answer,
}

/// What a successful answer holds.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// `{"resource": …}`
    Resource(Shape),
    /// `{"collection": […], "pagination": …}`
    Page(Shape),
    /// As a page, with the fields of the second, a model, beside collection and pagination.
    PageWith(Shape, Shape),
    /// The object itself, not wrapped.
    Bare(Shape),
    /// `{"collection": […]}`, never paged.
    Collection(Shape),
    /// Nothing that could be read: 202 or 204.
    Nothing,
    /// The body itself, which Calendly does not describe.
    Json,
}

impl Operation {
    /// Whether Calendly describes what the operation takes and answers. Otherwise only its path is known, and it
    /// is called with plain JSON.
    pub fn is_described(&self) -> bool {
        let whole =
            |parameter: &Parameter| matches!(parameter.place, Place::WholeQuery | Place::WholeBody);
        !self.parameters.iter().any(whole)
    }

    /// Whether it answers page by page.
    pub fn is_paged(&self) -> bool {
        matches!(self.answer, Answer::Page(_) | Answer::PageWith(..))
    }
}
