"""What a printer says, in words that anybody understands."""

from __future__ import annotations

from collections.abc import Iterable

from relance_ops.i18n import N_, _
from relance_ops.printers import PrinterSeen, PrintState

# By IPP's keyword, the most telling first: two of them often come together.
_REASONS = {
    "media-jam": N_("bourrage papier"),
    "media-empty": N_("plus de papier"),
    "media-needed": N_("plus de papier"),
    "cover-open": N_("capot ouvert"),
    "door-open": N_("capot ouvert"),
    "interlock-open": N_("capot ouvert"),
    "input-tray-missing": N_("bac à papier absent"),
    "output-tray-missing": N_("bac de sortie absent"),
    "output-area-full": N_("bac de sortie plein"),
    "marker-supply-empty": N_("plus d'encre"),
    "marker-supply-missing": N_("cartouche absente"),
    "toner-empty": N_("plus d'encre"),
    "marker-waste-full": N_("récupérateur d'encre plein"),
    "fuser-over-temp": N_("imprimante trop chaude"),
    "fuser-under-temp": N_("imprimante trop froide"),
    "paused": N_("imprimante en pause"),
    "shutdown": N_("imprimante éteinte"),
    "marker-supply-low": N_("encre bientôt épuisée"),
    "toner-low": N_("encre bientôt épuisée"),
    "media-low": N_("papier bientôt épuisé"),
    "marker-waste-almost-full": N_("récupérateur d'encre presque plein"),
    "output-area-almost-full": N_("bac de sortie presque plein"),
    # Ours, when it is the printer that says nothing.
    "unreachable": N_("imprimante éteinte ou débranchée"),
    "silent": N_("pas de réponse de l'imprimante"),
    "busy": N_("imprimante occupée par un autre travail"),
    "no-pdf": N_("cette imprimante ne lit pas les PDF"),
    "no-two-sides": N_("cette imprimante n'imprime pas recto verso"),
    "refused": N_("demande refusée par l'imprimante"),
    "no-file": N_("fichier à imprimer introuvable"),
}


def reasons(found: Iterable[str]) -> str:
    """Reasons, plain, in words; "" for those that tell a person nothing."""
    told = set(found)
    words = dict.fromkeys(_(words) for code, words in _REASONS.items() if code in told)
    return ", ".join(words)


def capabilities(seen: PrinterSeen) -> list[str]:
    """What a printer is, can do and is doing, one sentence each."""
    name = seen.name or seen.model or _("sans nom")
    model = f" ({seen.model})" if seen.model and seen.model != name else ""
    said = [
        _("Imprimante « {name} »{model} : {state}.").format(
            name=name, model=model, state=state(seen)
        ),
        _("Elle lit les PDF : les courriers peuvent y partir tout seuls.")
        if seen.takes_pdf
        else _(
            "Elle ne lit pas les PDF : laissez l'adresse vide, et imprimez avec le "
            "navigateur."
        ),
        _("Elle imprime recto verso.")
        if seen.has_two_sides
        else _(
            "Elle n'imprime pas recto verso : les cartes, qui ont deux faces, "
            "s'impriment avec le navigateur."
        ),
    ]
    papers = media(seen)
    if papers:
        said.append(_("Papier : {papers}.").format(papers=papers))
    return said


def ended(state: str) -> str:
    """How a print job ended, as the journal tells it; a later version's as it is."""
    return {
        PrintState.DONE.value: _("terminé"),
        PrintState.ABORTED.value: _("impression abandonnée"),
        PrintState.CANCELED.value: _("impression annulée"),
        PrintState.REFUSED.value: _("rien n'est parti"),
        PrintState.WITHDRAWN.value: _("déjà répondu, rien n'est parti"),
        PrintState.UNKNOWN.value: _("plus de nouvelles"),
    }.get(state, state)


def state(seen: PrinterSeen) -> str:
    """What a printer is doing, and what keeps it from it."""
    doing = {
        "idle": _("prête"),
        "processing": _("elle imprime"),
        "stopped": _("arrêtée"),
    }[seen.state]
    why = reasons(seen.reasons)
    return f"{doing}, {why}" if why else doing


def media(seen: PrinterSeen) -> str:
    """The papers that it holds, or takes: A4, A5; at most six."""
    names = dict.fromkeys(
        parts[1].upper() if parts[0] in ("iso", "jis") else parts[1]
        for keyword in seen.media
        if len(parts := keyword.split("_")) >= 2 and parts[0] != "custom"
    )
    shown = list(names)[:6]
    return ", ".join(shown) + ("…" if len(names) > len(shown) else "")
