//! DOCX.
