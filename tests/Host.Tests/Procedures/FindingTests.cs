using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Procedures;
using OpsWorkflows.Host.Tests.ElsaApi;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.Procedures;

[Collection(ApiOffice.Collection)]
public class FindingTests(ApiOffice office)
{
    public static TheoryData<FindingKind, string> KindsAndLanguages
    {
        get
        {
            var data = new TheoryData<FindingKind, string>();
            foreach (var kind in Enum.GetValues<FindingKind>())
            {
                data.Add(kind, "pl");
                data.Add(kind, "en");
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(KindsAndLanguages))]
    public void Every_kind_of_finding_has_its_text(FindingKind kind, string language) =>
        Host.Localization.Texts.Findings.FindIn(CultureInfo.GetCultureInfo(language), kind.ToString()).ShouldNotBeNullOrEmpty();

    public static TheoryData<FormatProblem> FormatProblems => [.. Enum.GetValues<FormatProblem>()];

    [Theory]
    [MemberData(nameof(FormatProblems))]
    public void Every_reason_why_a_document_is_no_definition_has_its_text(FormatProblem problem) =>
        Host.Localization.Texts.Definitions.FindIn(CultureInfo.GetCultureInfo("pl"), $"format.{problem}").ShouldNotBeNullOrEmpty();

    [Fact]
    public async Task A_draft_is_told_what_is_wrong_with_it_step_by_step_errors_first()
    {
        var document = HomeVisit.Document();
        document["definitionId"] = "found-wanting";
        var activities = document["root"]!["activities"]!.AsArray();
        activities.Add(JsonNode.Parse("""
            {"id":"island","type":"Ops.UserTask","version":1,"metadata":{"displayText":"Wyspa"},
             "title":{"typeName":"String","expression":{"type":"Literal","value":"Wyspa"}},
             "role":{"typeName":"String","expression":{"type":"Literal","value":"astronaut"}},
             "limitCount":{"typeName":"Int32","expression":{"type":"JavaScript","value":"1 +\n *"}}}
            """));
        await new ProcedureShelf(office.Database).DraftAsync(document, HomeVisit.Resources());
        var manager = await office.AsAsync("procedure-manager");

        var answer = await manager.GetAsync("/api/procedures/found-wanting/findings");

        answer.Status.ShouldBe(HttpStatusCode.OK);
        var items = answer.Body["items"]!.AsArray();
        items.Select(item => (string)item!["severity"]!).ShouldBe(items.Select(item => (string)item!["severity"]!).Order(StringComparer.Ordinal));
        var island = items.Where(item => (string)item!["activityId"]! == "island").ToDictionary(item => (string)item!["code"]!, item => item!);
        island.Keys.ShouldBe(["Unreachable", "InvalidScript", "RoleWithoutPeople"], ignoreOrder: true);
        ((string)island["InvalidScript"]["step"]!).ShouldBe("Wyspa");
        ((string)island["InvalidScript"]["reason"]!).ShouldContain("wiersz 2");
        ((string)island["RoleWithoutPeople"]["reason"]!).ShouldContain("astronaut");
        (await manager.GetAsync("/api/procedures/nobody-knows/findings")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_about_the_procedure_as_a_whole_is_told_so()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        var document = Drawn.Document(id);
        document["variables"] = JsonNode.Parse("""[{"id":"one","name":"suma","typeName":"String"},{"id":"two","name":"suma","typeName":"String"}]""");

        var published = await manager.SaveAsync(document, publish: true);

        Drawn.Strings(published.Body["warnings"]).ShouldBe(["Cała procedura: nazwa „suma” powtarza się (zmienne); używana jest pierwsza"]);
        var finding = (await manager.GetAsync($"/api/procedures/{id}/findings")).Body["items"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)finding["step"]!, (string)finding["path"]!).ShouldBe(("cała procedura", "$.variables"));
    }

    [Theory]
    [InlineData("pl", 0, 0, "Nic nie stoi na przeszkodzie publikacji")]
    [InlineData("pl", 1, 2, "1 błąd, 2 ostrzeżenia")]
    [InlineData("pl", 2, 1, "2 błędy, 1 ostrzeżenie")]
    [InlineData("pl", 5, 22, "5 błędów, 22 ostrzeżenia")]
    [InlineData("pl", 12, 0, "12 błędów")]
    [InlineData("pl", 0, 5, "5 ostrzeżeń")]
    [InlineData("en", 1, 2, "1 error, 2 warnings")]
    [InlineData("en", 0, 1, "1 warning")]
    public void What_was_found_is_counted_in_words(string language, int errors, int warnings, string summary)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var found = Enumerable.Repeat("error", errors).Concat(Enumerable.Repeat("warning", warnings)).Select(severity => new FindingView(severity, "step", "Krok", "$", "Code", "powód"));

        new FindingList([.. found], new Dictionary<string, string>()).Summary.ShouldBe(summary);
    }

    [Fact]
    public async Task Warnings_come_with_the_answer_to_publishing_and_stay_to_be_read_afterwards()
    {
        var manager = await office.AsAsync("procedure-manager");
        var (one, several) = (Drawn.NewId(), Drawn.NewId());

        var saved = await manager.SaveAsync(Waiting(one));
        var published = await manager.SaveAsync(Waiting(one), publish: true);
        await manager.SavedAsync(Waiting(several));
        var bulk = await manager.PostAsync("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = new[] { several } });

        Drawn.Strings(saved.Body["warnings"]).ShouldBeEmpty();
        Drawn.Strings(published.Body["warnings"]).ShouldHaveSingleItem().ShouldStartWith("Krok „write” (write): czeka bez terminu");
        Drawn.Strings(bulk.Body["published"]).ShouldBe([several]);
        Drawn.Strings(bulk.Body["warnings"]).ShouldHaveSingleItem().ShouldStartWith($"Procedura „Rysowana” ({several}): Krok „write” (write): czeka bez terminu");
        (await CodesAsync(manager, one)).ShouldBe(["NoTimeLimit"]);
    }

    [Fact]
    public async Task A_procedure_that_starts_one_that_new_cases_cannot_take_is_not_published()
    {
        var manager = await office.AsAsync("procedure-manager");
        var (starter, started) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Starting(starter, started));
        (await CodesAsync(manager, starter)).ShouldBe(["UnknownWorkflow"]);
        await manager.SavedAsync(Drawn.Document(started));
        (await CodesAsync(manager, starter)).ShouldBe(["UnpublishedWorkflow"]);

        var refused = await manager.PostAsync($"/elsa/api/workflow-definitions/{starter}/publish", new { });

        refused.Sentences().ShouldHaveSingleItem().ShouldBe($"Krok „write” (write): procedura „{started}”, którą ten krok wszczyna, nie jest opublikowana");
        await manager.SavedAsync(Drawn.Document(started), publish: true);
        (await CodesAsync(manager, starter)).ShouldBeEmpty();
        await manager.PostAsync($"/elsa/api/workflow-definitions/{started}/retract", new { });
        (await CodesAsync(manager, starter)).ShouldBe(["UnpublishedWorkflow"]);
    }

    [Fact]
    public async Task Several_procedures_are_published_in_the_order_in_which_they_start_one_another()
    {
        var manager = await office.AsAsync("procedure-manager");
        var (first, second, third) = (Drawn.NewId(), Drawn.NewId(), Drawn.NewId());
        var (one, other) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Starting(first, second));
        await manager.SavedAsync(Starting(second, third));
        await manager.SavedAsync(Drawn.Document(third));
        await manager.SavedAsync(Starting(one, other));
        await manager.SavedAsync(Starting(other, one));

        var bulk = await manager.PostAsync("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = new[] { first, second, one, third, other } });

        Drawn.Strings(bulk.Body["published"]).ShouldBe([third, second, first], ignoreOrder: true);
        Drawn.Strings(bulk.Body["failed"]).ShouldBe([one, other], ignoreOrder: true, "each has to be published before the other");
    }

    [Fact]
    public async Task A_procedure_that_embeds_another_waits_for_it_also_where_that_waits_for_one_that_it_starts()
    {
        var manager = await office.AsAsync("procedure-manager");
        var (outer, part, started) = (Drawn.NewId(), Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Embeddable(part, part), publish: true);
        var starting = Starting(part, started);
        starting["options"]!["usableAsActivity"] = true;
        await manager.SavedAsync(starting);
        await manager.SavedAsync(Drawn.Embedding(outer, part));
        await manager.SavedAsync(Drawn.Document(started));

        var bulk = await manager.PostAsync("/elsa/api/bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = new[] { part, outer, started } });

        Drawn.Strings(bulk.Body["published"]).ShouldBe([started, part, outer]);
    }

    [Fact]
    public async Task Whoever_designs_reads_the_same_below_the_designer_and_in_the_outline_of_a_draft_each_step_with_its_place()
    {
        var manager = await office.AsAsync("procedure-manager");
        var id = Drawn.NewId();
        await manager.SavedAsync(Waiting(id), publish: true);
        using var designs = await OnPagesAsync("procedure-manager");
        using var reads = await OnPagesAsync("social-worker");

        var designer = WebUtility.HtmlDecode(await designs.GetStringAsync($"/procedures/{id}/designer"));
        var outline = WebUtility.HtmlDecode(await designs.GetStringAsync($"/procedures/{id}"));

        designer.ShouldContain("1 ostrzeżenie");
        designer.ShouldContain($"""href="/procedures/{id}?version=1#step-1" data-step="write">write</a>""");
        outline.ShouldContain("1 ostrzeżenie");
        outline.ShouldContain("""href="#step-1" data-step="write">write</a>""");
        (await reads.GetStringAsync($"/procedures/{id}")).ShouldNotContain("ops-findings");

        await manager.SavedAsync(Drawn.Document(id));
        WebUtility.HtmlDecode(await designs.GetStringAsync($"/procedures/{id}/designer")).ShouldContain("Nic nie stoi na przeszkodzie publikacji");
        (await designs.GetStringAsync($"/procedures/{id}?version=1")).ShouldNotContain("ops-findings");
    }

    static JsonObject Waiting(string id) => Changed(id, "Elsa.Event", "eventName", "letter");

    static JsonObject Starting(string id, string started) => Changed(id, "Elsa.DispatchWorkflow", "workflowDefinitionId", started);

    static JsonObject Changed(string id, string type, string input, string value)
    {
        var document = Drawn.Document(id, type: type);
        document["root"]!["activities"]![0]![input] = JsonNode.Parse($$"""{"typeName":"String","expression":{"type":"Literal","value":"{{value}}"} }""");
        return document;
    }

    static async Task<string[]> CodesAsync(Person manager, string id) =>
        [.. (await manager.GetAsync($"/api/procedures/{id}/findings")).Body["items"]!.AsArray().Select(item => (string)item!["code"]!)];

    async Task<HttpClient> OnPagesAsync(string account)
    {
        var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync($"{account}@demo.example", SigningIn.Password);
        return browser;
    }
}
