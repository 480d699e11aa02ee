//! 附件: instructions, minutes, documents and evidence lie with the matter until it is filed (R4.8).

use super::super::{Attachment, Context, Event, Fact, Matter, docket::Docket};
use crate::{
    Refusal, Stamp,
    value::{FileId, Title},
};

pub fn attach(m: &Matter, file: FileId, label: &Option<Title>, ctx: &Context) -> Result<Vec<Event>, Refusal> {
    if m.attachments.iter().any(|attachment| attachment.file == file) {
        return Err(Refusal::overtaken("这份文件已在附件中"));
    }
    Docket::of(m, ctx).record(Fact::Attached { file, label: label.clone() })
}

pub fn attached(m: &mut Matter, file: FileId, label: &Option<Title>, stamp: &Stamp) {
    m.attachments.push(Attachment { file, label: label.clone(), added: stamp.clone() });
}
