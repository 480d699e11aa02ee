//! From a note of a meeting to the form that makes something of it: 新建事项 with the meeting as its source, or 代录 of a 批示 on
//! the matter. The form names the note in a hidden field; once it has been accepted, the note is settled.

use app::meetings::Became;
use domain::matter::{Category, SourceKind};

use crate::{error::Error, forms::FormData, gate::SignedIn, leader_desk::cut, pages::text};

/// The hidden field, and the name in the address.
pub const NOTED: &str = "noted";

/// Characters of a title made of the first sentence.
const TITLE: usize = 60;

/// 新建事项 as if it had just been typed; nothing where no note is named.
pub async fn new_matter(visitor: &SignedIn, noted: &str) -> Result<Option<FormData>, Error> {
    let Ok(id) = noted.parse() else { return Ok(None) };
    let (meeting, note) = visitor.app().open_note(&visitor.actor, id).await?;
    let first = note.text.split(['\n', '。', '；']).next().unwrap_or_default();
    let values = [
        ("title", cut(first, TITLE)),
        ("content", note.text.clone()),
        ("category", Category::SchoolMeetings.code().to_owned()),
        ("source_kind", SourceKind::Meeting.code().to_owned()),
        ("source_organ", meeting.name),
        ("source_date", text::day(meeting.held_on)),
        (NOTED, noted.to_owned()),
    ];
    Ok(Some(of(values)))
}

/// 批示, recorded for whoever decided: the day of the meeting, the words as noted.
pub async fn instruction(visitor: &SignedIn, noted: &str) -> Result<Option<FormData>, Error> {
    let Ok(id) = noted.parse() else { return Ok(None) };
    let (meeting, note) = visitor.app().open_note(&visitor.actor, id).await?;
    let values = [
        ("text", note.text),
        ("recorded", "1".to_owned()),
        ("occurred_on", text::day(meeting.held_on.min(visitor.today))),
        (NOTED, noted.to_owned()),
    ];
    Ok(Some(of(values)))
}

/// What the form brought about is what the note became.
pub async fn settle(visitor: &SignedIn, sent: &FormData, became: Became) -> Result<(), Error> {
    match sent.get(NOTED).parse() {
        Ok(id) => match visitor.app().settle_note(&visitor.actor, id, became).await {
            // not the Office's: whoever sent it has made the note up
            Err(app::Denied::NotFound) => Ok(()),
            settled => Ok(settled?),
        },
        Err(_) => Ok(()),
    }
}

fn of<const N: usize>(values: [(&str, String); N]) -> FormData {
    let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    FormData { values, ..FormData::default() }
}
