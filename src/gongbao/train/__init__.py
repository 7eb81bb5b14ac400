"""Training: annotated texts in, weights and their card out. Needs torch and onnx: `pip install 'gongbao[train]'`."""
