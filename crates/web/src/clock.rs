//! `POST /clock`: 时钟无误，继续. The clock lies far from the last run of the scheduler, and somebody says that it is right.

use crate::{
    error::Error,
    forms::FormData,
    gate::SignedIn,
    respond::{Answer, done, see_other_saying},
};

pub async fn confirm(visitor: SignedIn, form: FormData) -> Answer {
    form.only(&["day"])?;
    let day = form.day("day").ok_or_else(|| Error::bad("表单缺少系统日期，请刷新页面后重新确认。"))?;
    visitor.app().confirm_clock(&visitor.actor, day).await?;
    Ok(see_other_saying("/", done("自动催办和提醒已恢复，一分钟内补办到期的催办建议和提醒。")))
}
