//! What only Calendly itself answers.

/// The operations that the sandbox does not have: of them only the path is known, and nothing that it could keep.
pub const ABSENT: [&str; 6] = [
    "AddContactListMemberships",
    "RemoveContactListMemberships",
    "ListNotes",
    "CreateNote",
    "GetNote",
    "GetMeetingRecapTranscript",
];
