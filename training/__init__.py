"""The recipe of the embedded checkpoints: data in, a compact int8 translator out.

`python -m training prepare|tokenizer|train|average|export|evaluate --data PATH --run DIR` runs one step each; every
step reads `config.toml` beside this file (or `--config`) and writes into the run folder only.
"""
