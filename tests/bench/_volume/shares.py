"""How many copies each specimen gets. Without Odoo."""


def shares(total: int, weights: list[float]) -> list[int]:
    """``total`` divided as the weights say, to the last piece (largest remainders)."""
    if total < 0 or not weights or min(weights) < 0 or not sum(weights):
        raise ValueError("a total and at least one weight are needed")
    exact = [total * weight / sum(weights) for weight in weights]
    found = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda n: found[n] - exact[n])
    for n in by_remainder[: total - sum(found)]:
        found[n] += 1
    return found


def copies(size: int, opened: int, specimens: list[tuple[bool, float]]) -> list[int]:
    """Copies of each specimen ``(is_open, weight)``, so that with the specimens themselves there
    are ``size`` dossiers, ``opened`` of them open."""
    found = [0] * len(specimens)
    for is_open, wanted in ((True, opened), (False, size - opened)):
        places = [n for n, specimen in enumerate(specimens) if specimen[0] is is_open]
        more = wanted - len(places)
        if more < 0:
            raise ValueError(f"{len(places)} specimens are more than the {wanted} dossiers wanted")
        for n, count in zip(places, shares(more, [specimens[n][1] for n in places]), strict=True):
            found[n] = count
    return found
