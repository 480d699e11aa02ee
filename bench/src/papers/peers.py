"""Other programs at the same papers. The last line of what it prints is JSON: milliseconds of each run, bytes, peak memory.

    peers.py versions SOFFICE
    peers.py openpyxl|openpyxl-write-only|xlsxwriter|xlsxwriter-constant-memory RUNS ROWS.json OUT.xlsx
    peers.py soffice RUNS SOFFICE DIR FILES.docx...
"""

import datetime
import json
import os
import resource
import subprocess
import sys
import time


def openpyxl_book(rows, out, write_only):
    from openpyxl import Workbook

    book = Workbook(write_only=write_only)
    sheet = book.create_sheet("登记表") if write_only else book.active
    for row in rows:
        sheet.append(row)
    book.save(out)


def xlsxwriter_book(rows, out, constant_memory):
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"constant_memory": constant_memory, "strings_to_formulas": False})
    sheet = book.add_worksheet("登记表")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)
    book.close()


def soffice(program, folder, files):
    subprocess.run(
        [program, "-env:UserInstallation=file://" + os.path.join(folder, "profile"), "--headless",
         "--convert-to", "pdf", "--outdir", folder, *files],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )


def repeated(runs, work, out, whose):
    # The first run is not counted: LibreOffice makes its profile in it, Python loads its modules.
    millis = []
    for run in range(runs + 1):
        begin = time.perf_counter()
        work()
        took = (time.perf_counter() - begin) * 1000
        if run:
            millis.append(took)
    peak = resource.getrusage(whose).ru_maxrss
    print(json.dumps({"millis": millis, "bytes": os.path.getsize(out), "peak_kib": peak}))


def main():
    kind, *rest = sys.argv[1:]
    if kind == "versions":
        import openpyxl
        import xlsxwriter

        told = subprocess.run([rest[0], "--version"], check=True, capture_output=True, text=True).stdout
        print(" ".join(told.split()[:2]))
        print("openpyxl " + openpyxl.__version__)
        print("XlsxWriter " + xlsxwriter.__version__)
    elif kind == "soffice":
        runs, program, folder, *files = rest
        out = os.path.splitext(files[0])[0] + ".pdf"
        repeated(int(runs), lambda: soffice(program, folder, files), out, resource.RUSAGE_CHILDREN)
    else:
        runs, source, out = rest
        with open(source, encoding="utf-8") as file:
            rows = json.load(file)
        rows = [[datetime.date(*value) if isinstance(value, list) else value for value in row] for row in rows]
        write = openpyxl_book if kind.startswith("openpyxl") else xlsxwriter_book
        repeated(int(runs), lambda: write(rows, out, "-" in kind), out, resource.RUSAGE_SELF)


main()
