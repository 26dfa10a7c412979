"""The dbt documentation of `make docs` in headless Chromium, if installed."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

DEFAULT_COLOR = "#0094b3"  # dbt's color for nodes without a configured one
HOME_LINKS = """
    return [...document.querySelectorAll("[marked] a")].map((link) => link.getAttribute("href"));
"""
# the description that each link leads to, or what is shown after a timeout
FOLLOW_LINKS = """
    const [links, done] = arguments;
    const description = () =>
        document.querySelector(".model-markdown[marked$='description']")?.innerText;
    const shown = async (text) => {
        for (let wait = 0; wait < 250; wait++) {
            if (text()) return text();
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    };
    (async () => {
        const pages = {};
        for (const link of links) {
            location.hash = "#!/graph";  // a page without a description
            await shown(() => !description());
            location.hash = link;
            pages[link] = await shown(description);
        }
        done(pages);
    })();
"""
GRAPH = """
    const graph = angular.element(document.body).injector().get("graph");
    if (graph.orientation !== "fullscreen" || !graph.graph_element) return null;
    return graph.graph_element.nodes().map((node) => ({
        id: node.id(),
        color: node.style("background-color"),
        is_outlined: node.style("background-opacity") < 1,
    }));
"""


@pytest.fixture(scope="module")
def home(browser, docs):
    """Address of the opened page, and the links of its overview."""
    browser.set_script_timeout(60)
    browser.get(docs.as_uri())
    browser.find_element(By.CSS_SELECTOR, "[marked] h1")
    return docs.as_uri(), browser.execute_script(HOME_LINKS)


def plain(text):
    return " ".join(text.replace("`", "").split())


def layer(node_id, manifest):
    kind = node_id.split(".")[0]
    if kind != "model":
        return kind
    return manifest["nodes"][node_id]["fqn"][1]


def test_every_link_of_the_overview_leads_to_the_description_it_names(browser, home, manifest):
    _, links = home
    links = sorted({link for link in links if link.startswith("#")})
    assert len(links) > 50
    pages = browser.execute_async_script(FOLLOW_LINKS, links)
    described = manifest["nodes"] | manifest["exposures"] | manifest["metrics"]
    for link in links:
        named = described.get(link.rsplit("/", 1)[-1])
        assert named and pages.get(link), link
        assert plain(pages[link]) == plain(named["description"]), link


def test_lineage_links_open_the_graph_with_a_distinct_color_per_layer(browser, home, manifest):
    address, links = home
    graphs = [link for link in links if not link.startswith("#")]
    colors, outlined = {}, set()
    for link in graphs:
        browser.get(address)
        browser.find_element(By.CSS_SELECTOR, f'[marked] a[href="{link}"]').click()
        nodes = WebDriverWait(browser, 20).until(lambda driver: driver.execute_script(GRAPH))
        assert len(nodes) > 5, link
        for node in nodes:
            name = layer(node["id"], manifest)
            colors.setdefault(name, set()).add(node["color"])
            outlined |= {name} if node["is_outlined"] else set()
    layers = "source exports seed staging intermediate marts kpis detection publish exposure "
    layers += "semantic_model metric"
    assert set(colors) == set(layers.split())
    assert all(len(found) == 1 for found in colors.values()), colors
    assert len(set.union(*colors.values())) == len(colors), colors
    assert DEFAULT_COLOR not in set.union(*colors.values())
    assert outlined == {"kpis", "detection"}
