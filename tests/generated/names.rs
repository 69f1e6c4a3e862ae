//! `npm/client/operations.js`: which methods the client has, and which of them are lists.

use slotlink::api::operations::ALL;

use super::method;

pub fn table() -> String {
    let mut out = String::from(
        "// Written by `cargo xtask generate`.\n\n/** Calendly's operations; a `list` answers page by page. */\nexport const OPERATIONS = {\n",
    );
    for operation in ALL {
        let kind = if operation.is_paged() { "list" } else { "call" };
        out.push_str(&format!("  {}: '{kind}',\n", method(operation.name)));
    }
    out + "};\n"
}
