"""Who gets whom: files spread over jurors as evenly as the rules allow; flows and transports at the best total."""

from mouakaba.kernel.assignment.even import EvenSpread, Held, Move, Reader, Short, ToRead, spread
from mouakaba.kernel.assignment.flow import FlowError, Network, cheapest_flow
from mouakaba.kernel.assignment.transport import best_transport

__all__ = [
    "EvenSpread",
    "FlowError",
    "Held",
    "Move",
    "Network",
    "Reader",
    "Short",
    "ToRead",
    "best_transport",
    "cheapest_flow",
    "spread",
]
