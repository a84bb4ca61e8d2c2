"""xlsum.archive"""
