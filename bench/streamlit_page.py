"""The dashboard as one would write it with Streamlit: the same data set, key figures, four charts, the same filters.

    streamlit run bench/streamlit_page.py -- DATA_SET
"""

import sys
from pathlib import Path

import altair as alt
import pandas as pd
import streamlit as st

FOLDER = Path(sys.argv[1])


@st.cache_data
def load():
    customers = pd.read_parquet(FOLDER / "customers.parquet", columns=["customer_id", "city"])
    transactions = pd.read_parquet(FOLDER / "transactions.parquet").merge(customers, on="customer_id")
    transactions["amount"] = transactions["amount"].astype(float)
    for column in ("persona", "city", "festival"):
        transactions[column] = transactions[column].astype(str)
    items = pd.read_parquet(FOLDER / "items.parquet", columns=["transaction_id", "category", "amount"])
    items["amount"], items["category"] = items["amount"].astype(float), items["category"].astype(str)
    return transactions, items


st.set_page_config(page_title="Footfall, by Streamlit", layout="wide")
transactions, items = load()
bar = st.columns(4)
persona = bar[0].radio("Persona", ["All", *sorted(transactions["persona"].unique())], horizontal=True)
cities = bar[1].multiselect("City", sorted(transactions["city"].unique()))
hours = bar[2].slider("Hour", 0, 23, (0, 23))
dates = bar[3].date_input("Date", (transactions["date"].min(), transactions["date"].max()))

shown = transactions[transactions["hour"].between(*hours)]
if persona != "All":
    shown = shown[shown["persona"] == persona]
if cities:
    shown = shown[shown["city"].isin(cities)]
if len(dates) == 2:
    shown = shown[shown["date"].between(*dates)]

figures = st.columns(4)
figures[0].metric("Revenue", f"{shown['amount'].sum():,.2f}")
figures[1].metric("Transactions", f"{len(shown):,}")
figures[2].metric("Customers", f"{shown['customer_id'].nunique():,}")
figures[3].metric("Average", f"{shown['amount'].mean():,.0f}")

st.line_chart(shown.groupby("date")["amount"].sum())
left, right = st.columns(2)
left.bar_chart(shown.groupby("persona")["amount"].sum(), horizontal=True)
hourly = shown.groupby(["weekday", "hour"], as_index=False)["amount"].sum()
right.altair_chart(alt.Chart(hourly).mark_rect().encode(x="hour:O", y="weekday:O", color="amount:Q"))
left.bar_chart(items[items["transaction_id"].isin(shown["transaction_id"])].groupby("category")["amount"].sum(), horizontal=True)
right.bar_chart(shown["lines"].value_counts())
