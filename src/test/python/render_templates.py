"""placeholder"""
import sys
sys.path.insert(0,'/tmp/diff')
from env import environment
