from . import agent, api
