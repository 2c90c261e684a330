"""How a line is repaired: stages that propose what it may have been, in order, and the judge who picks.

A stage says when it applies, what it proposes, and when its choice settles the matter; a choice that does not is
weighed again beside the proposals of the stages after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from digestkb.text.channel import WINDOWS
from digestkb.text.cut_letters import with_its_byte
from digestkb.text.evidence import gather
from digestkb.text.legacy import is_vietnamese_or_chinese
from digestkb.text.mojibake import shown_by, signatures_in
from digestkb.text.proposals import (
    Proposal,
    by_lattice,
    by_legacy,
    by_other_page,
    in_runs,
    of_controls,
    whole,
)
from digestkb.text.script_model import cost, strangeness
from digestkb.text.sequences import all_damage, explained
from digestkb.text.suspect import Suspect
from digestkb.text.trials import Trials
from digestkb.text.weights import MARGIN, TIE
from digestkb.tuples import NamedTuple


class Weighed(NamedTuple):
    """A proposal, with the bits that its text takes; those of the line less its margin are what it has to be below."""

    proposal: Proposal
    bits: float


class Hearing(NamedTuple):
    """What one stage had to say of a line, and what was chosen."""

    stage: str
    weighed: tuple[Weighed, ...]
    chosen: Proposal | None
    #: Whether no other stage is asked.
    settled: bool


def _always(_: Suspect, chosen: Proposal) -> bool:
    return True


class Stage(NamedTuple):
    """One way to come to proposals for a line."""

    name: str
    applies: Callable[[Suspect], bool]
    #: The likeliest first.
    propose: Callable[[Suspect], Iterable[Proposal | None]]
    #: Whether a choice needs no other proposals beside it.
    settles: Callable[[Suspect, Proposal], bool] = _always
    #: Whether what is proposed is weighed against the line; if not, the first proposal is taken.
    weighs: bool = True
    #: Whether proposals take so long that the stage is given up in a file where it helps hardly any line.
    dear: bool = False

    def hear(self, suspect: Suspect, trials: Trials) -> Hearing:
        """Ask for proposals, and pick one if it is better than the line by what it has to be."""
        given_up = self.dear and trials.is_given_up(self.name)
        # Whatever is there says more than the mark of what is lost, unless it was that mark.
        lost = suspect.line.count("\ufffd") + suspect.raw.count("\xef\xbf\xbd")
        made = (proposal for proposal in (() if given_up else self.propose(suspect)) if proposal is not None)
        proposals = (proposal for proposal in made if proposal.text.count("\ufffd") <= lost)
        if self.weighs:
            before = [suspect.best] if suspect.best else []
            weighed = tuple(map(weigh, [*before, *proposals]))
            chosen = judge(suspect.cost, weighed)
        else:
            chosen = next(proposals, None)
            weighed = (Weighed(chosen, 0.0),) if chosen else ()
        if not given_up:
            trials.heard(self.name, suspect.line, helped=chosen is not suspect.best, needed=chosen is None)
        return Hearing(self.name, weighed, chosen, chosen is not None and self.settles(suspect, chosen))


def weigh(proposal: Proposal) -> Weighed:
    """Give a proposal with the bits that it takes, those for what hardly any text has included."""
    text = proposal.beneath or proposal.text
    return Weighed(proposal, cost(text) + strangeness(text) + proposal.prior)


def judge(before: float, weighed: Iterable[Weighed]) -> Proposal | None:
    """Give the proposal of the fewest bits among those that are better than ``before`` by their margin.

    What is nearly as good makes it doubtful where the two differ.
    """
    fit = [one for one in weighed if one.bits + one.proposal.margin <= before]
    if not fit:
        return None
    best = min(fit, key=attrgetter("bits"))
    near = [one.proposal for one in fit if one.bits < best.bits + TIE and one.proposal.text != best.proposal.text]
    # Which channel it came through, the file tells.
    rivals = {other.text for other in near if other.way == best.proposal.way}
    return best.proposal._replace(rivals=(*best.proposal.rivals, *sorted(rivals))) if rivals else best.proposal


def hearings(suspect: Suspect, trials: Trials | None = None) -> Iterator[Hearing]:
    """Yield what each stage that applies says of a line, until the matter is settled."""
    trials = trials or Trials()
    if suspect.is_quotation:
        return
    for stage in STAGES:
        if stage.applies(suspect):
            hearing = stage.hear(suspect, trials)
            yield hearing
            if hearing.settled:
                return
            suspect.best = hearing.chosen if stage.weighs else None


def peeled(suspect: Suspect) -> Proposal | None:
    """Give a line with one layer of damage taken off; ``None`` where nothing is better by the margin."""
    return peeled_or_near(suspect)[0]


def peeled_or_near(suspect: Suspect, trials: Trials | None = None) -> tuple[Proposal | None, Proposal | None]:
    """Give what a line becomes; where it stays, what was as good but for a mark on a letter."""
    near: Proposal | None = None
    for hearing in hearings(suspect, trials):
        if hearing.settled:
            return hearing.chosen, None
        for one in hearing.weighed:
            if one.bits + one.proposal.margin < suspect.cost + TIE:
                near = near or one.proposal
    return None, near


# --- the line is damaged all over: no need to weigh a proposal against it ---


def _is_all_damage(suspect: Suspect) -> bool:
    return all_damage(suspect.raw)


def _as_it_was(suspect: Suspect) -> Iterator[Proposal | None]:
    yield whole(suspect.line, suspect.evidence.channel, 0.0)
    yield by_lattice(suspect.line, suspect.evidence, 0.0)


def _lost_none_or_tells(suspect: Suspect, chosen: Proposal) -> bool:
    return suspect.evidence.lossy or not chosen.regained or is_vietnamese_or_chinese(chosen.text)


# --- the file tells the channel: similar code pages would read the line too, and only the file tells them apart ---


def _file_is_known(suspect: Suspect) -> bool:
    return suspect.evidence.thorough


def _through_usual(suspect: Suspect) -> Iterator[Proposal | None]:
    usual = whole(suspect.line, suspect.evidence.channel, MARGIN)
    if usual is None and suspect.evidence.lossy and explained(suspect.raw):
        usual = by_lattice(suspect.line, suspect.evidence, MARGIN)
    yield usual


# --- the line has no signature of a channel ---


def _has_no_channel(suspect: Suspect) -> bool:
    return not suspect.channels


def _as_file_or_legacy(suspect: Suspect) -> Iterator[Proposal | None]:
    if suspect.evidence.damaged:
        yield by_lattice(suspect.line, suspect.evidence, MARGIN)
    else:
        yield _in_legacy(suspect.line)


def _in_legacy(line: str) -> Proposal | None:
    """The line in a legacy encoding, unless that makes mojibake of another kind of it."""
    found = by_legacy(line)
    if found is None or is_vietnamese_or_chinese(found.text):
        return found
    shown = shown_by(found.text, signatures_in(found.text))
    return None if any(signature.single_byte for signature in shown) else found


# --- the line came through a channel: whole, with bytes lost, or only in runs ---


def _has_channels(suspect: Suspect) -> bool:
    return bool(suspect.channels)


def _through_each(suspect: Suspect) -> Iterator[Proposal | None]:
    known = suspect.evidence.channel if suspect.evidence.damaged else None
    certain = any(signature.certain for signature in suspect.shown)
    # Another code page makes letters of anything; what its file has lost explains the line as well.
    for channel in [suspect.evidence.channel] if suspect.is_of_its_file else suspect.channels:
        yield whole(suspect.line, channel, 0.0 if certain or channel is known else MARGIN)
    proposal, complete = suspect.of_ftfy
    if complete:
        yield proposal
    yield by_other_page(suspect.line)


def _may_hold_controls(suspect: Suspect) -> bool:
    return WINDOWS in suspect.channels and not suspect.evidence.lossy


def _of_controls(suspect: Suspect) -> Iterator[Proposal | None]:
    yield of_controls(suspect.line, MARGIN)


def _has_more_than_chance(suspect: Suspect) -> bool:
    return _has_channels(suspect) and not suspect.is_by_chance


def _with_lost_bytes(suspect: Suspect) -> Iterator[Proposal | None]:
    found = by_lattice(suspect.line, suspect.evidence, MARGIN)
    # Where the file shows what fell out, the search knows what a letter may have lost, and its neighbours tell.
    known = suspect.evidence.lossy
    line = suspect.line if known else with_its_byte(suspect.line, suspect.evidence.channel)
    if line == suspect.line or (found and is_vietnamese_or_chinese(found.text)):
        yield found
    else:
        for proposal in (whole(line, suspect.evidence.channel, 0.0), by_lattice(line, suspect.evidence, 0.0)):
            yield _in_question(proposal, line) if proposal else None


def _in_question(proposal: Proposal, line: str) -> Proposal:
    """A proposal for a line that got a byte back, with what is in doubt of it, as that of the line without the byte."""
    pieces, at = list[str](), 0
    for change in proposal.changes(line):
        pieces += [line[at : change.start], line[change.start : change.end] if change.doubtful else change.after]
        at = change.end
    other = "".join([*pieces, line[at:]])
    return proposal._replace(search=None, rivals=(other,) if other != proposal.text else ())


def _explained_and_tells(suspect: Suspect, chosen: Proposal) -> bool:
    return _is_explained(suspect) and _tells(suspect, chosen)


def _is_explained(suspect: Suspect) -> bool:
    """Whether the bytes of the line are those of UTF-8, of which some are missing if they are from the whole file."""
    return explained(suspect.raw) or suspect.is_of_its_file


def _is_unexplained(suspect: Suspect) -> bool:
    return _has_channels(suspect) and not (suspect.best and _is_explained(suspect))


def _through_another(suspect: Suspect) -> Iterator[Proposal | None]:
    yield _in_legacy(suspect.line)
    own = gather(suspect.line, suspect.shown)
    if own.channel is not suspect.evidence.channel:
        yield by_lattice(suspect.line, own, MARGIN)


def _tells(suspect: Suspect, chosen: Proposal) -> bool:
    return suspect.evidence.lossy or is_vietnamese_or_chinese(chosen.text)


def _only_runs(suspect: Suspect) -> Iterator[Proposal | None]:
    yield suspect.of_ftfy[0]
    known = suspect.evidence.channel
    for channel in [known] if suspect.evidence.thorough and known in suspect.channels else suspect.channels:
        proposal = in_runs(suspect.line, channel, MARGIN)
        # Half a repair of what stays illegible makes it worse.
        if proposal and suspect.signs(proposal.text) * 2 <= suspect.signs(suspect.line):
            yield proposal


#: The stage that tries what the file does not show.
ANOTHER = "another channel"
#: How a line is repaired.
STAGES = (
    Stage("all damage", _is_all_damage, _as_it_was, _lost_none_or_tells, weighs=False),
    Stage("usual channel", _file_is_known, _through_usual),
    Stage("no channel", _has_no_channel, _as_file_or_legacy),
    Stage("whole", _has_channels, _through_each),
    Stage("controls", _may_hold_controls, _of_controls),
    Stage("bytes lost", _has_more_than_chance, _with_lost_bytes, _explained_and_tells, dear=True),
    Stage(ANOTHER, _is_unexplained, _through_another, _tells, dear=True),
    Stage("runs", _has_more_than_chance, _only_runs, dear=True),
)
