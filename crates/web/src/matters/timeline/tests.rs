//! Every fact.
