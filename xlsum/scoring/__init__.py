"""xlsum.scoring"""
