//! Help and usage errors in Chinese.

use std::{io::Write, process::ExitCode};

use clap::{
    Arg, ArgAction, Command,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::cli::USAGE;

const TEMPLATE: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The same command with Chinese headings, and help and version described in Chinese.
pub fn in_chinese(command: Command) -> Command {
    let command = translated(command).disable_version_flag(true);
    command.arg(
        Arg::new("version").short('V').long("version").action(ArgAction::Version).help("显示版本").help_heading("选项"),
    )
}

fn translated(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助").help_heading("选项");
    command
        .mut_args(|arg| {
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            let arg = arg.help_heading(heading);
            if arg.get_action().takes_values() { arg.hide_default_value(true).hide_env(true) } else { arg }
        })
        .mut_subcommands(translated)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(help)
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
}

/// Help goes to stdout with 0; everything else to stderr with 2.
pub fn explain(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = write!(std::io::stdout(), "{}", shown_help(error));
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            let _ = write!(std::io::stderr(), "{}", shown_help(error));
            ExitCode::from(USAGE)
        }
        _ => {
            let _ = writeln!(
                std::io::stderr(),
                "duban：{}\n使用 duban --help 或 duban 命令 --help 查看用法。",
                in_words(error)
            );
            ExitCode::from(USAGE)
        }
    }
}

fn shown_help(error: &clap::Error) -> String {
    error.render().to_string().replace("[OPTIONS]", "[选项]")
}

fn in_words(error: &clap::Error) -> String {
    let about = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (arg, value) = (about(ContextKind::InvalidArg), about(ContextKind::InvalidValue));
    match error.kind() {
        ErrorKind::MissingRequiredArgument => format!("缺少必需的参数：{arg}"),
        ErrorKind::UnknownArgument => format!("没有“{arg}”这一选项，请核对"),
        ErrorKind::InvalidSubcommand => format!("没有“{}”这一命令，请核对", about(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidValue if value.is_empty() => format!("“{arg}”后面要写明取值"),
        ErrorKind::InvalidValue => {
            format!("“{arg}”不能是“{value}”，可用：{}", about(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            format!("“{arg}”的取值“{value}”读不出：{why}")
        }
        ErrorKind::ArgumentConflict => format!("“{arg}”不能与“{}”同时使用", about(ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("“{arg}”的取值个数不对")
        }
        ErrorKind::InvalidUtf8 => "参数含有无法识别的字符，请使用 UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join("、"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_option_and_say_what_to_do() {
        let command =
            || in_chinese(Command::new("duban").version("0").arg(Arg::new("data").long("data").required(true)));
        let said = |args: &[&str]| in_words(&command().try_get_matches_from(args).unwrap_err());
        assert_eq!(said(&["duban"]), "缺少必需的参数：--data <data>");
        assert_eq!(said(&["duban", "--dada", "x"]), "没有“--dada”这一选项，请核对");
        assert_eq!(said(&["duban", "--data"]), "“--data <data>”后面要写明取值");
    }
}
