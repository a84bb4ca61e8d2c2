"""xlsum.serve"""
