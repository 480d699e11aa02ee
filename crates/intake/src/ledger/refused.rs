//! Why a workbook is not read, and what to do about it.

use crate::source::guard;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("文件是空的，请检查后重新上传")]
    Empty,
    #[error("文件超过 {} MB，请删去图片或拆分成几个台账后再上传", guard::FILE_MOST >> 20)]
    TooLarge,
    #[error(
        "文件解压后的内容过大，不像正常的台账，没有读取。请只把台账所在的表复制到新的工作簿，另存为 .xlsx 后再上传"
    )]
    Bomb,
    #[error("表格内容过多（单元格、合并单元格或文字超出上限），请只保留需要导入的行和列后再上传")]
    TooMuch,
    #[error("文件不完整或已损坏，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传")]
    Broken,
    #[error("文件内含外部引用声明（DTD），为安全起见没有读取。请用 Excel 或 WPS 另存为 .xlsx 后再上传")]
    Dtd,
    #[error("文件已加密，请在 Excel 或 WPS 中取消密码、保存后再上传")]
    Encrypted,
    #[error("这是旧格式的 Excel 或 WPS 表格（.xls、.et），请打开后另存为 .xlsx 再上传")]
    OldExcel,
    #[error("这是二进制工作簿（.xlsb），请打开后另存为 .xlsx 再上传")]
    BinaryWorkbook,
    #[error("这是 ODF 表格（.ods），请打开后另存为 .xlsx 再上传")]
    Ods,
    #[error("这个文件其实是网页，只是用了表格的文件名。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传")]
    Html,
    #[error("这是 XML 格式的旧表格，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传")]
    XmlSpreadsheet,
    #[error("这不是表格。纪要、方案等文件请在文件读取中上传；台账请另存为 .xlsx 后上传")]
    NotWorkbook,
    #[error("文字编码无法识别，请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传")]
    Encoding,
    #[error("工作簿中没有可见的内容，请检查后重新上传")]
    NoContent,
    #[error("不能识别的文件类型，请上传 .xlsx 或 .csv")]
    Unknown,
}

/// What the common guard of containers says, in the words of a ledger.
impl From<guard::Refused> for Refused {
    fn from(refused: guard::Refused) -> Self {
        match refused {
            guard::Refused::Empty => Refused::Empty,
            guard::Refused::TooLarge => Refused::TooLarge,
            guard::Refused::Bomb => Refused::Bomb,
            guard::Refused::TooMuch | guard::Refused::TooDeep => Refused::TooMuch,
            guard::Refused::Dtd => Refused::Dtd,
            guard::Refused::Encrypted => Refused::Encrypted,
            guard::Refused::OldExcel => Refused::OldExcel,
            guard::Refused::Encoding => Refused::Encoding,
            guard::Refused::OldWord | guard::Refused::Other(_) | guard::Refused::NotWorkbook => Refused::NotWorkbook,
            _ => Refused::Broken,
        }
    }
}
