"""Completes prompts through isotherm's jar with PySpark, three ways, and prints what came of it as lines of JSON.

rows.py JARS [MODEL]: the jars separated by commas; MODEL a folder, else the bundled model on the class path.
"""

import json
import sys

from pyspark.sql import DataFrame, SparkSession

PROMPT = "This is a wonderful"

builder = SparkSession.builder.master("local[2]").appName("isotherm from Python")
builder = builder.config("spark.jars", sys.argv[1]).config("spark.ui.enabled", "false")
builder = builder.config("spark.ui.showConsoleProgress", "false").config("spark.driver.memory", "2g")
if len(sys.argv) > 2:
    builder = builder.config("spark.isotherm.model", sys.argv[2])
spark = builder.getOrCreate()

isotherm = spark._jvm.io.github.isotherm
model = isotherm.spark.ModelSource.path(sys.argv[2]) if len(sys.argv) > 2 else isotherm.spark.ModelSource.bundled()
options = isotherm.CompletionOptions.defaults().temperature(1.0).maxTokens(3).seed(22)
completions = isotherm.spark.Completions.of(model, options)

table = spark.createDataFrame([(7, PROMPT), (8, None)], "id bigint, prompt string")
rows = DataFrame(completions.over(table._jdf, "id", "prompt"), spark)
for row in rows.orderBy("id").collect():
    print("over", json.dumps(row.asDict()))

completions.register(spark._jsparkSession, "complete")
table.createOrReplaceTempView("asked")
for row in spark.sql("select complete(id, prompt) as answer from asked order by id").collect():
    print("sql", json.dumps(row.answer.asDict()))

name = "io.github.isotherm.spark.CompleteFunction"
spark.udf.registerJavaFunction("complete_by_name", name, isotherm.spark.CompleteFunction.TYPE)
asked = "select complete_by_name(id, prompt, 'temperature=1', 3, 22) as answer from asked order by id"
for row in spark.sql(asked).collect():
    print("name", json.dumps(row.answer.asDict()))
spark.stop()
