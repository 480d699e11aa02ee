//! Who may do what, in one place.
