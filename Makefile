# 常用命令。两条就够：make run 启动演示学校，make test 运行全部检查；需要的软件由它们自行安装。
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup assets run test lint unit tidy e2e test-deep bench bench-sweep bench-papers fmt clean-data

SHELL := bash
STEP := scripts/step
LISTEN ?= 127.0.0.1:8080
DATA ?= data/demo
COUNT ?= 100000
DEEP ?= 200000
# 模拟的大学：单位,事项,天数,遍数
LIVES ?= 40,500,1095,4
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
PROFILE := $(if $(CI),ci,default)
# 发布版编译过就用发布版，否则用开发版，免得第一次等太久。
RELEASE := $(if $(wildcard $(TARGET)/release/duban),--release)
BUILT := $(TARGET)/$(if $(RELEASE),release,debug)
# 整个工作区一起编译，依赖的特性才与测试时一致，不会重复编译。
BINARIES := --workspace --bins

help: ## 列出全部命令
	@echo '督办。用法：make 命令 [变量=值]'
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo '变量：LISTEN=$(LISTEN)（run 的地址）  DATA=$(DATA)（run 的数据）  COUNT=$(COUNT)（bench 的事项数）  DEEP=$(DEEP)（test-deep 的用例数）  LIVES=$(LIVES)（模拟的单位、事项、天数、遍数）'

setup: ## 安装编译和测试所需的全部软件
	@$(STEP) '安装所需软件' scripts/setup

assets: ## 生成页面用的样式和脚本
	@$(STEP) '页面文件' scripts/setup assets

run: assets ## 启动演示学校，显示网址和账号
	@$(STEP) '编译' cargo build $(BINARIES) $(RELEASE)
	@mkdir -p $(DATA)
	@exec $(BUILT)/duban demo --data $(DATA) --listen $(LISTEN) --accounts $(DATA)/accounts.json

test: setup ## 全部检查：格式、规则、静态检查、测试、浏览器测试
	@$(STEP) '全部检查' $(MAKE) --no-print-directory lint tidy unit e2e

lint: assets ## 只做格式和静态检查
	@$(STEP) '代码格式' cargo fmt --all --check
	@$(STEP) '静态检查 clippy' cargo clippy --workspace --all-targets --all-features -- -D warnings

tidy: ## 只查项目自己的规矩（xtask）
	@$(STEP) '项目规矩 tidy' cargo run --quiet -p xtask -- tidy

unit: setup ## 只跑单元测试和集成测试（SQLite 与 PostgreSQL）
	@$(STEP) '编译测试' cargo nextest run --workspace --all-features --no-run
	@$(STEP) '单元测试和集成测试' scripts/with-postgres cargo nextest run --workspace --all-features --profile $(PROFILE)
	@if grep -rqE '^ *//[/!] ```' crates/*/src; then $(STEP) '文档中的示例' cargo test --workspace --all-features --doc --quiet; fi

# 与单元测试同一套特性，否则排版库要再编译一遍。
e2e: setup ## 只跑浏览器测试
	@$(STEP) '编译程序' cargo build --workspace --all-features --all-targets
	@$(STEP) '浏览器测试的类型' npm --prefix e2e run --silent types
	@$(STEP) '浏览器测试' env DUBAN_BIN=$(or $(DUBAN_BIN),$(TARGET)/debug/duban) npm --prefix e2e run --silent test

test-deep: setup ## 加大随机测试的用例数，模拟大学的三年，耗时很长
	@$(STEP) '深度测试' env PROPTEST_CASES=$(DEEP) DUBAN_SEQUENCES=$(DEEP) DUBAN_UNIVERSITY=$(LIVES) scripts/with-postgres cargo nextest run --release --workspace --all-features --profile deep

bench: assets ## 压力测试：编译发布版，生成数据，输出结果表
	@$(STEP) '编译发布版' cargo build $(BINARIES) --release
	@$(STEP) '压力测试' $(TARGET)/release/bench run --duban $(TARGET)/release/duban --dir data/bench --count $(COUNT)

bench-sweep: assets ## 压力测试：一百万项时限的巡查，以及巡查时打开工作台要等多久
	@$(STEP) '编译发布版' cargo build $(BINARIES) --release
	@$(STEP) '压力测试' $(TARGET)/release/bench sweep --duban $(TARGET)/release/duban --dir data/bench

bench-papers: setup ## 压力测试：通知单和登记表的 PDF、DOCX、XLSX，与 LibreOffice、openpyxl、XlsxWriter 比较
	@$(STEP) '编译发布版' cargo build $(BINARIES) --release
	@mkdir -p data/bench
	@$(STEP) '比较用的程序' sh -c 'python3 -m venv data/bench/venv && data/bench/venv/bin/pip install --quiet openpyxl==3.1.5 XlsxWriter==3.3.1'
	@$(STEP) '压力测试' $(TARGET)/release/bench papers --dir data/bench --python data/bench/venv/bin/python

fmt: ## 整理代码格式
	@cargo fmt --all

clean-data: ## 删除演示和压力测试的数据
	@rm -rf data/demo data/bench
