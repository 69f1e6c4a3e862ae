//! The program of the standalone page, which Trunk compiles. What the library exports is all of it: as a program it is linked
//! without what only another crate could call.

use slotlink as _;

fn main() {}
