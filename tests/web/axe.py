"""What axe-core finds in the app: one look at a state of the page tells it of the light and of the dark."""

import os
from pathlib import Path

import pytest

from tests.web.conftest import ROOT

AXE = ROOT / "wijkgenese3d" / "viewer" / "node_modules" / "axe-core" / "axe.min.js"

# What is under way in the page: questions to the app, what waits to be sent, parts that come or go. Movements
# that end are taken to their end; what turns for ever (the line of a timeline that waits) is left alone.
_SETTLED = """async () => {
    const client = window.trame?.client, limit = performance.now() + 20000;
    const moving = () => document.getAnimations()
        .filter((one) => one.effect?.getComputedTiming().endTime < Infinity && one.playState === 'running');
    const busy = () => (client && (client.isBusy() || window.trame.state.dirtyKeys.size > 0))
        || document.querySelector('[class*=-enter-active], [class*=-leave-active]');
    for (let calm = 0; calm < 3;) {
        await new Promise((go) => requestAnimationFrame(() => setTimeout(go, 10)));
        const all = moving();
        all.forEach((one) => one.finish());
        calm = all.length || busy() ? 0 : calm + 1;
        if (performance.now() > limit) throw new Error('the page does not come to rest');
    }
}"""

_RUN = """async (only) => {
    const found = await window.axe.run(document, { resultTypes: ['violations'], ...only });
    return found.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html.slice(0, 160)).join(' | '));
}"""

# The theme changes for the page alone, by the value that its own button changes: the app draws no other
# picture for it, and axe does not look at what lies in pictures.
_THEME = """async (theme) => {
    const { state } = window.trame, own = state.state.trame__client_only;
    state.state.trame__client_only = [...(own ?? []), 'AppState__theme'];
    await state.set('AppState__theme', theme);
    state.state.trame__client_only = own;
    await settled();
    const other = theme === 'dark' ? 'light' : 'dark';
    const at = (of) => document.querySelectorAll(`.v-theme--${of}`).length;
    if (document.documentElement.dataset.theme !== theme || !at(theme) || at(other))
        throw new Error(`the page is not ${theme}: ${at(theme)} parts are, ${at(other)} are not`);
}"""

# In the dark, those of the rules that are on that read colours (cat.color). The others look at names, roles,
# order and what can be seen: where that is the same they find the same; where it is not, all rules run again.
_LOOK = """async () => {
    const settled = SETTLED, become = THEME, run = RUN;
    const built = () => [...document.querySelectorAll('body, body *')].map((e) => [
        e.localName, e.checkVisibility({ opacityProperty: true, visibilityProperty: true }),
        ...e.getAttributeNames().filter((n) => /^(aria-(?!label$)|id$|role$|tabindex$|type$|alt$)/.test(n))
            .map((n) => n + '=' + e.getAttribute(n)),
    ].join()).join('|');
    await settled();
    const before = built(), paper = getComputedStyle(document.body).backgroundColor;
    const found = await run();
    await become('dark');
    try {
        if (getComputedStyle(document.body).backgroundColor === paper) throw new Error('it stays as light');
        const only = built() === before ? { runOnly: ['color-contrast', 'link-in-text-block'] } : {};
        found.push(...(await run(only)).map((one) => 'dark: ' + one));
    } finally {
        await become('light');
    }
    return found;
}"""
_LOOK = _LOOK.replace("SETTLED", _SETTLED).replace("THEME", _THEME).replace("RUN", _RUN)


def axe_source():
    """The script of axe-core, or the test is skipped with the reason."""
    place = Path(os.environ.get("WIJKGENESE_AXE", AXE))
    if not place.exists():
        pytest.skip(f"no axe-core at {place}: run make viewer, or set WIJKGENESE_AXE")
    return place.read_text("utf-8")


def settled(app):
    """Wait until nothing in the page is under way any more."""
    app.page.evaluate(_SETTLED)


def violations(app):
    """All that axe-core finds in the state of a page that is light; in the dark too, marked so."""
    return app.page.evaluate(_LOOK)


def all_violations(app):
    """All that axe-core finds in the state of a page, in the theme that it has."""
    settled(app)
    return app.page.evaluate(_RUN)


def theme(app, dark):
    """Light or dark, as a person chooses it."""
    if (app.page.get_attribute("html", "data-theme") == "dark") != dark:
        label = "Donkere weergave" if dark else "Lichte weergave"
        if app.page.query_selector("[aria-label='Meer']"):
            app.page.click("[aria-label='Meer']")
            app.page.click(f".wijk-more >> text={label}")
        else:
            app.page.click(f"[aria-label='{label}']")
        settled(app)
