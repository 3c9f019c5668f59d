"""Signing in, one's own account, and the administrator's pages about people."""

from datetime import datetime, timedelta

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kamacademy import clock
from kamacademy.access import Function, Permission, authorize, person_signed_in, public
from kamacademy.db import hold, key, remember
from kamacademy.mail import queries as mail
from kamacademy.people import delay, operations, queries, sign_in
from kamacademy.people.account import tidy_address
from kamacademy.people.forms import (
    DeactivateForm,
    ForgottenForm,
    MarketForm,
    NewPasswordForm,
    PasswordForm,
    PersonForm,
    SignInForm,
    TeamMarketForm,
    functions_line,
    market_in,
)
from kamacademy.people.job_roles import JobRole
from kamacademy.people.market import AS_TEAM, NAMES, Market
from kamacademy.people.models import Person, Team
from kamacademy.people.reset_link import VALID_MINUTES, ResetLink, read_token, reset_token
from kamacademy.wording import counted

people = Blueprint("people", __name__, template_folder="templates")

WRONG = "That address and password do not go together. Check both; an administrator can reset the password."
LETTER_LEFT = (
    "If this address has an account, a letter is on its way. Its link works for one hour. Nothing there after a few "
    "minutes? Look among unwanted mail, or ask an administrator."
)
PEOPLE_PER_PAGE = 50


def local(target: str | None) -> str:
    """A place on this site to go on to; the first page for anything else."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or not target.isprintable():
        return "/"
    return target


@people.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@public
def sign_in_page() -> str | Response | tuple[str, int]:
    """Sign in; a wrong pair and an unknown account get the same answer after the same time."""
    if current_user.is_authenticated:
        # A public page, such as the form on the phone, would send them back here.
        is_given = current_user.must_change_password
        return redirect(url_for("people.account") if is_given else local(request.args.get("next")), 303)
    form, at = SignInForm(), clock.now()
    if request.method == "GET":
        return sign_in_words(form)
    if not form.validate():
        return sign_in_words(form), 422
    email, password = form.email.data or "", form.password.data or ""
    account, address = sign_in.keyed(tidy_address(email)), sign_in.keyed(f"address {request.remote_addr}")
    keys, left = [account, address], seconds_to_wait(account, address, at)
    if left:
        form.password.errors = [f"Too many tries in a row. Wait {counted(left, 'second')}, then try again."]
        return sign_in_words(form), 429
    person = queries.find_person(email)
    is_right = sign_in.matches(person.password_hash if person else None, password)
    if person is None or not is_right or not person.is_active:
        person_id = person.id if person else None
        remember(lambda: operations.record_failure(keys, person_id=person_id, at=at))
        form.password.errors = [WRONG]
        return sign_in_words(form), 422
    return let_in(person, keys, at)


def sign_in_words(form: SignInForm) -> str:
    """The sign-in page; where letters can leave, it leads to a forgotten password's page."""
    return render_template(
        "people/sign-in.html", form=form, has_letters=mail.is_on(), is_signed_out=session.pop("signed_out", False)
    )


def seconds_to_wait(account: str, address: str, at: datetime) -> int:
    """How long the account or the network address must wait, whichever is longer."""
    counted_apart = ((account, delay.FREE_TRIES), (address, delay.FREE_TRIES_OF_ADDRESS))
    found = [(queries.failure(key), free_tries) for key, free_tries in counted_apart]
    return max((delay.seconds_left(row.failures, row.last_at, at, free) for row, free in found if row), default=0)


def let_in(person: Person, keys: list[str], at: datetime) -> Response:
    """Begin the session and go on to where the person wanted."""
    operations.forget_failures(keys)
    operations.record_sign_in(person, at=at)
    sign_in.begin_session(person, at)
    return redirect(local(request.args.get("next")), 303)


@people.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> str | Response | tuple[str, int]:
    """Ask for a letter with a link; the answer is the same whether or not there is such an account."""
    form, at = ForgottenForm(), clock.now()
    if request.method == "GET" or not mail.is_on():
        return render_template("people/forgotten-password.html", form=form, has_letters=mail.is_on())
    if not form.validate():
        return render_template("people/forgotten-password.html", form=form, has_letters=True), 422
    email = form.email.data or ""
    account = sign_in.keyed(f"forgotten {tidy_address(email)}")
    address = sign_in.keyed(f"forgotten from {request.remote_addr}")
    if left := seconds_to_wait(account, address, at):
        form.email.errors = [f"Too many letters asked for in a row. Wait {counted(left, 'second')}, then try again."]
        return render_template("people/forgotten-password.html", form=form, has_letters=True), 429
    person = queries.find_person(email)
    operations.record_asking([account, address], person_id=person.id if person else None, at=at)
    if person is not None and person.is_active:
        operations.send_reset_letter(person, reset_address(person, at), at=at)
    flash(LETTER_LEFT, "good")
    return redirect(url_for("people.sign_in"), 303)


def reset_address(person: Person, at: datetime) -> str:
    """The whole address of a person's reset link, at the academy's own name: a request's may be forged."""
    config, until = current_app.config, at + timedelta(minutes=VALID_MINUTES)
    token = reset_token(config["SECRET_KEY"], ResetLink(person.id, sign_in.password_mark(person), until))
    return f"{config['ADDRESS']}{url_for('people.new_password', token=token)}"


@people.route("/new-password/<token>", methods=["GET", "POST"])
@public
def new_password(token: str) -> str | Response | tuple[str, int]:
    """Choose a new password by the link of a letter; all sessions end, and the link works no more."""
    form, at = NewPasswordForm(), clock.now()
    link = read_token(current_app.config["SECRET_KEY"], token)
    person = queries.person_with_key(link.person_id) if link else None
    if person is not None and request.method == "POST":
        hold(person)
    if link is None or person is None or not sign_in.opens(link, person, at):
        return render_template("people/link-ended.html"), 410
    if form.validate_on_submit():
        operations.change_password(person, form.new.data or "", by=person, at=at)
        operations.forget_failures([sign_in.keyed(person.email), sign_in.keyed(f"forgotten {person.email}")])
        flash("Your new password is kept, and all earlier sessions have ended. Sign in with it now.", "good")
        return redirect(url_for("people.sign_in"), 303)
    return render_template("people/new-password.html", form=form), 422 if form.is_submitted() else 200


@people.post("/sign-out")
def sign_out() -> Response:
    """Sign out, and let this browser forget what the form on the phone kept."""
    authorize(Permission.OPEN_FIRST_PAGE)
    sign_in.end_session()
    session["signed_out"] = True
    flash("You are signed out.", "good")
    answer = redirect(url_for("people.sign_in"), 303)
    # What the form on this phone kept goes too. A browser that does not know the header gets a script on the next page.
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@people.route("/account", methods=["GET", "POST"])
def account() -> str | Response | tuple[str, int]:
    """One's own password."""
    person, form = person_signed_in(), PasswordForm()
    authorize(Permission.CHANGE_OWN_ACCOUNT, person)
    if form.validate_on_submit():
        present, new, was_given = form.present.data or "", form.new.data or "", person.must_change_password
        if not sign_in.matches(person.password_hash, present):
            form.present.errors = ["That is not your present password."]
        elif new == present:
            form.new.errors = ["That is your present password. Choose another."]
        else:
            at = clock.now()
            operations.change_password(person, new, by=person, at=at)
            sign_in.begin_session(person, at)
            flash("Your password is changed. Sessions on other devices have ended.", "good")
            return redirect("/" if was_given else url_for("people.account"), 303)
    return account_page(form), 422 if form.is_submitted() else 200


def account_page(form: PasswordForm, market: MarketForm | None = None) -> str:
    """One's own account; with a form that was refused, or with the one that shows how it is."""
    person = person_signed_in()
    return render_template(
        "people/account.html",
        form=form,
        market_form=market or MarketForm(formdata=None, market=person.market_code or AS_TEAM),
        market=NAMES[person.market],
        functions=functions_line(person.functions),
        has_letters=mail.is_on(),
    )


@people.post("/account/market")
def market() -> Response | tuple[str, int]:
    """The market that one learns for, or as the team."""
    person, form = person_signed_in(), MarketForm()
    authorize(Permission.CHANGE_OWN_ACCOUNT, person)
    if not form.validate():
        return account_page(PasswordForm(formdata=None), form), 422
    operations.choose_market(person, market_in(form.market), by=person, at=clock.now())
    flash(f"You learn for the {NAMES[person.market]} now. What you did before stays on record.", "good")
    return redirect(url_for("people.account", _anchor="your-market"), 303)


@people.get("/account/market")
def back_from_market() -> Response:
    """A reload after a choice comes back to the account."""
    authorize(Permission.CHANGE_OWN_ACCOUNT, person_signed_in())
    return redirect(url_for("people.account", _anchor="your-market"), 303)


@people.post("/account/theme")
def theme() -> Response:
    """Light, dark, or as the device says."""
    person = person_signed_in()
    authorize(Permission.CHANGE_OWN_ACCOUNT, person)
    chosen = request.form.get("theme")
    operations.choose_theme(person, chosen if chosen in {"light", "dark"} else None)
    return redirect(url_for("people.account"), 303)


@people.get("/admin/people")
def people_list() -> str:
    """Everyone, in order of name, a page at a time."""
    authorize(Permission.MANAGE_PEOPLE)
    words = request.args.get("words", "").strip()[:80]
    page = request.args.get("page", 1, type=key)
    found, total = queries.people_page(words, page, PEOPLE_PER_PAGE, clock.today())
    pages = -(-total // PEOPLE_PER_PAGE)
    return render_template(
        "people/people.html",
        people=found,
        total=total,
        words=words,
        page=page,
        pages=pages,
        functions_line=functions_line,
    )


@people.route("/admin/teams", methods=["GET"])
def teams() -> str:
    """Every team with the market it works in."""
    authorize(Permission.MANAGE_PEOPLE)
    return teams_page()


@people.route("/admin/teams/<int:team_id>", methods=["POST"])
def team(team_id: int) -> Response | tuple[str, int]:
    """The market a team works in: for everybody in it who chose none of their own."""
    authorize(Permission.MANAGE_PEOPLE)
    found, form = queries.team(team_id), TeamMarketForm()
    if not form.validate():
        return teams_page(found.id, form), 422
    operations.set_team_market(found, Market(form.market.data), by=person_signed_in(), at=clock.now())
    flash(f"{found.name} works in the {NAMES[Market(found.market)]}.", "good")
    return redirect(url_for("people.teams"), 303)


@people.get("/admin/teams/<int:team_id>")
def back_to_teams(team_id: int) -> Response:
    """A reload after a change comes back to the teams."""
    authorize(Permission.MANAGE_PEOPLE)
    return redirect(url_for("people.teams"), 303)


def teams_page(refused: int | None = None, form: TeamMarketForm | None = None) -> str:
    """Every team with its market; one of them with why a choice was refused."""
    return render_template(
        "people/teams.html", teams=queries.teams(), counts=queries.people_by_team(), markets=NAMES.items(),
        refused=refused, form=form,
    )  # fmt: skip


@people.route("/admin/people/new", methods=["GET", "POST"])
def new_person() -> str | Response | tuple[str, int]:
    """Add a person; the first password is shown once."""
    authorize(Permission.MANAGE_PEOPLE)
    form = person_form(None)
    if request.method == "GET":
        form.functions.data, form.coach_since.data = [Function.LEARNER.value], clock.today()
        return render_template("people/person.html", form=form, person=None)
    if form.validate():
        at, by = clock.now(), person_signed_in()
        try:
            added = operations.add_person(
                form.name.data or "", form.email.data or "", job_role=JobRole(form.job_role.data),
                functions=functions_in(form), team=team_in(form), market=market_in(form.market),
                role_since=at.date(), at=at, by=by,
            )  # fmt: skip
            place_with_coach(added, form, by, at)
            return show_password(added, operations.reset_password(added, by=by, at=at))
        except operations.AddressTaken:
            form.email.errors = ["Someone already has this address. Search for them, or use another."]
    return render_template("people/person.html", form=form, person=None), 422


@people.route("/admin/people/<int:person_id>", methods=["GET", "POST"])
def person(person_id: int) -> str | Response | tuple[str, int]:
    """One person: role, functions, team, coach."""
    authorize(Permission.MANAGE_PEOPLE)
    found = queries.person(person_id)
    form = person_form(found)
    if form.validate_on_submit():
        at, by = clock.now(), person_signed_in()
        try:
            operations.change_person(
                found, name=form.name.data or "", job_role=JobRole(form.job_role.data), functions=functions_in(form),
                team=team_in(form), market=market_in(form.market), by=by, at=at,
            )  # fmt: skip
            place_with_coach(found, form, by, at)
            flash(f"{found.name} is saved.", "good")
            return redirect(url_for("people.person", person_id=found.id), 303)
        except operations.LastAdministrator:
            form.functions.errors = ["This is the last administrator. Give someone else the function first."]
        except operations.CoachesOneself:
            form.coach.errors = ["Nobody coaches themselves. Choose someone else."]
        except operations.CoachedSinceLater as error:
            form.coach_since.errors = [str(error)]
    status = 422 if form.is_submitted() else 200
    given = session.pop("password_given", None)
    shown = given[1] if given and given[0] == found.id else None
    return render_template(
        "people/person.html", form=form, person=found, password=shown, deactivate=DeactivateForm(formdata=None)
    ), status


@people.post("/admin/people/<int:person_id>/reset-password")
def reset_password(person_id: int) -> Response:
    """Give a new password, shown once."""
    authorize(Permission.MANAGE_PEOPLE)
    found, by = queries.person(person_id), person_signed_in()
    if found.id == by.id:
        flash("You know your own password, so choose the new one yourself.", "caution")
        return redirect(url_for("people.account"), 303)
    return show_password(found, operations.reset_password(found, by=by, at=clock.now()))


@people.post("/admin/people/<int:person_id>/deactivate")
def deactivate(person_id: int) -> Response:
    """Close an account; nothing is deleted."""
    authorize(Permission.MANAGE_PEOPLE)
    found = queries.person(person_id)
    if not DeactivateForm().validate_on_submit():
        flash("Tick the box to close the account. Nothing was changed.", "caution")
    else:
        try:
            operations.deactivate(found, by=person_signed_in(), at=clock.now())
            flash(f"{found.name} can no longer sign in. Everything they did is kept.", "good")
        except operations.LastAdministrator:
            flash("This is the last administrator. Give someone else the function first.", "caution")
    return redirect(url_for("people.person", person_id=found.id), 303)


@people.post("/admin/people/<int:person_id>/reactivate")
def reactivate(person_id: int) -> Response:
    """Open a closed account again."""
    authorize(Permission.MANAGE_PEOPLE)
    found = queries.person(person_id)
    operations.reactivate(found, by=person_signed_in(), at=clock.now())
    flash(f"{found.name} can sign in again.", "good")
    return redirect(url_for("people.person", person_id=found.id), 303)


def show_password(person: Person, password: str) -> Response:
    """Go to the person's page, where the password is shown this once."""
    session["password_given"] = [person.id, password]
    return redirect(url_for("people.person", person_id=person.id), 303)


def person_form(person: Person | None) -> PersonForm:
    """The form with its choices, filled from the person."""
    relation = person.coaching_on(clock.today()) if person else None
    filled = {
        "functions": person.function_codes if person else None,
        "job_role": person.job_role_code if person else None,
        "team": str(person.team_id or "") if person else "",
        "market": (person.market_code or AS_TEAM) if person else AS_TEAM,
        "coach": str(relation.coach_id) if relation else "",
    }
    form = PersonForm(obj=person, data=filled)
    coaches = queries.active_people_with(Function.COACH)
    if relation is not None and relation.coach not in coaches:
        coaches.append(relation.coach)
    form.fill_choices(queries.teams(), coaches)
    if request.method == "GET" and person is not None:
        for name, value in filled.items():
            form[name].data = value
    return form


def functions_in(form: PersonForm) -> list[Function]:
    """The functions ticked."""
    return [Function(code) for code in form.functions.data or []]


def team_in(form: PersonForm) -> Team | None:
    """The team chosen, or a new one."""
    if form.new_team.data:
        return operations.team_named(form.new_team.data)
    return next((team for team in queries.teams() if str(team.id) == form.team.data), None)


def place_with_coach(person: Person, form: PersonForm, by: Person, at: datetime) -> None:
    """Set the coach that the form names, from the day it names."""
    coach = queries.person(int(form.coach.data)) if form.coach.data else None
    present = person.coaching_on(at.date())
    if (present.coach_id if present else None) != (coach.id if coach else None):
        operations.set_coach(person, coach, starts_on=form.coach_since.data or at.date(), by=by, at=at)
