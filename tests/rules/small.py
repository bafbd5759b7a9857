"""A small rule that only this test knows: dated, with every kind of condition, no formula."""

RULE = """
id: small
zh: 市级科技型企业备案
en: City filing of technology firms
entity: enterprise
instruments: [{title: 备案办法, number: 〔2020〕1号, mark: U}]
from: 2020-01-01
until: 2025-12-31
dated_by: filed_on
inputs:
  - {id: name, type: text, zh: 名称, en: Name, identity: true}
  - {id: filed_on, type: date, zh: 备案日期, en: Filed on}
  - {id: staff, type: integer, zh: 职工, en: Staff, unit: 人, minimum: 0}
  - {id: tech_staff, type: integer, zh: 科技人员, en: Experts, unit: 人, minimum: 0, not_more_than: staff}
  - {id: sales, type: number, zh: 收入, en: Sales, unit: 万元, minimum: 0, maximum: 1000000}
  - {id: local, type: boolean, zh: 在本市注册, en: Registered here}
  - {id: listed, type: boolean, zh: 列入异常名录, en: On a list}
  - id: sector
    type: choice
    zh: 行业
    en: Sector
    choices: [{id: software, zh: 软件, en: Software}, {id: farming, zh: 农业, en: Farming}]
parameters:
  - id: staff_limit
    zh: 职工上限
    en: Most staff
    unit: 人
    versions:
      - {from: 2020-01-01, value: 100, article: 第二条, mark: S}
      - {from: 2022-07-01, value: 200, article: 第二条（修订）, mark: U}
  - id: sales_limit
    zh: 收入上限
    en: Most sales
    unit: 万元
    versions:
      - {from: 2020-01-01, until: 2024-12-31, value: 2000, article: 第三条, mark: S}
conditions:
  - {id: A, zh: 职工, en: Staff, article: 第二条, mark: S, test: {figure: staff, at_most: staff_limit}}
  - {id: B, zh: 收入, en: Sales, article: 第三条, mark: S, test: {figure: sales, less_than: sales_limit}}
  - {id: C, zh: 本市, en: Here, article: 第四条, mark: S, holds: local}
  - {id: E, zh: 未列入, en: Not listed, article: 第五条, mark: S, fails: listed}
  - {id: F, zh: 软件, en: Software, article: 第六条, mark: S, choice: sector, among: [software]}
  - {id: G, zh: 其一, en: One of, article: 第六条, mark: S, any_of: [C, F]}
  - {id: PASS, zh: 全部, en: All, article: 第七条, mark: S, all_of: [A, B, E, G]}
outcome:
  {condition: PASS, met_zh: 可备案, met_en: May be filed, not_met_zh: 不可备案, not_met_en: May not be filed}
cases:
  - id: one
    source: our own
    zh: 恰在上限
    en: At the limit
    inputs:
      {filed_on: 2022-06-30, staff: 100, sales: 1999.999999, local: true, listed: false, sector: farming}
    expect: {conditions: {A: met, B: met, F: not_met, PASS: met}}
"""
