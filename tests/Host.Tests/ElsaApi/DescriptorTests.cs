using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using OpsWorkflows.Activities;
using OpsWorkflows.Host.ElsaApi;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>What Studio's palette and property panels are made of: the exact members, in the language of the request.</summary>
[Collection(ApiOffice.Collection)]
public class DescriptorTests(ApiOffice office)
{
    static string[] Members(JsonNode? json) => [.. json!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal)];

    async Task<JsonArray> ItemsAsync(string path, string account = "procedure-manager", string language = "pl")
    {
        var answer = await (await office.AsAsync(account)).GetAsync("/elsa/api/descriptors/" + path, language);
        answer.Status.ShouldBe(HttpStatusCode.OK);
        Members(answer.Body).ShouldBe(["count", "items"]);
        var items = answer.Body["items"]!.AsArray();
        ((int)answer.Body["count"]!).ShouldBe(items.Count);
        return items;
    }

    async Task<JsonNode> ActivityAsync(string type, string language = "pl") =>
        (await ItemsAsync("activities?Refresh=True", language: language)).Single(item => (string)item!["typeName"]! == type)!;

    static JsonNode InputOf(JsonNode activity, string name) => activity["inputs"]!.AsArray().Single(input => (string)input!["name"]! == name)!;

    [Fact]
    public async Task Each_activity_that_runs_is_described_once_with_what_stands_in_for_others()
    {
        var types = (await ItemsAsync("activities")).Where(item => item!["customProperties"]!["RootType"] is null).Select(item => ((string)item!["typeName"]!, (int)item["version"]!)).ToList();

        types.ShouldBeUnique();
        types.Order().ShouldBe(ActivityRegistry.All.Select(activity => (activity.Type, 1)).Append(("Elsa.NotFoundActivity", 1)).Order());
    }

    [Fact]
    public async Task Descriptors_have_the_members_that_Studio_reads()
    {
        var task = await ActivityAsync("Ops.UserTask");
        var repeat = await ActivityAsync("Ops.RepeatEvery");
        var waited = await ActivityAsync("Elsa.Event");

        Members(task).ShouldBe([
            "category", "constructionProperties", "customProperties", "description", "displayName", "inputs", "isBrowsable", "isContainer", "isStart",
            "isTerminal", "kind", "name", "namespace", "outputs", "ports", "typeName", "version"]);
        Members(InputOf(task, "LimitUnit")).ShouldBe([
            "category", "defaultSyntax", "defaultValue", "description", "displayName", "isBrowsable", "isReadOnly", "isSensitive", "isSynthetic",
            "isWrapped", "name", "order", "storageDriverType", "typeName", "uiHint", "uiSpecifications"]);
        InputOf(task, "LimitUnit")["uiSpecifications"].ShouldHaveExactly("""
            : dropdown
            dropdown: providerName selectList
            dropdown.selectList: isFlagsEnum items sortItems
            dropdown.selectList.items[]: text value
            """);
        Members(waited["outputs"]![0]).ShouldBe(["description", "displayName", "isBrowsable", "isSynthetic", "name", "order", "typeName"]);
        JsonNode.DeepEquals(waited["ports"], JsonNode.Parse("""[{"name":"Done","displayName":"Gotowe","type":"Flow","isBrowsable":true}]""")).ShouldBeTrue();
        JsonNode.DeepEquals(repeat["ports"], JsonNode.Parse("""
            [{"name":"Due","displayName":"Już pora","type":"Flow","isBrowsable":true},{"name":"Finished","displayName":"Skończone","type":"Flow","isBrowsable":true}]
            """)).ShouldBeTrue();
        ((string)task["namespace"]!, (string)task["name"]!, (string)task["kind"]!).ShouldBe(("Ops", "Zadanie ", "Action"));
        ((string)waited["kind"]!).ShouldBe("Trigger");
    }

    [Fact]
    public async Task Words_are_in_the_language_of_the_request_and_names_are_not()
    {
        var polish = await ActivityAsync("Ops.UserTask");
        var english = await ActivityAsync("Ops.UserTask", "en");

        ((string)polish["displayName"]!, (string)polish["category"]!).ShouldBe(("Zadanie", "Zadania"));
        ((string)english["displayName"]!, (string)english["category"]!).ShouldBe(("User task", "Tasks"));
        ((string)InputOf(polish, "LimitCount")["displayName"]!).ShouldBe("Termin: ile");
        ((string)InputOf(english, "LimitCount")["displayName"]!).ShouldBe("Limit: how many");
    }

    [Theory]
    [InlineData("pl")]
    [InlineData("en")]
    public async Task No_two_kinds_of_step_in_the_palette_have_the_same_name(string language)
    {
        var palette = (await ItemsAsync("activities", language: language)).Where(item => (bool)item!["isBrowsable"]! && item["customProperties"]!["RootType"] is null);

        palette.Select(item => (string)item!["displayName"]!).ShouldBeUnique();
    }

    [Fact]
    public async Task A_choice_that_never_changes_is_sent_with_the_descriptor()
    {
        var unit = InputOf(await ActivityAsync("Ops.UserTask"), "LimitUnit");
        var mode = InputOf(await ActivityAsync("Elsa.FlowJoin"), "Mode");

        JsonNode.DeepEquals(unit["uiSpecifications"], JsonNode.Parse("""
            {"dropdown":{"selectList":{"items":[{"text":"dni kalendarzowe","value":"days"},{"text":"dni robocze","value":"working-days"},
              {"text":"tygodnie","value":"weeks"},{"text":"miesiące","value":"months"},{"text":"godziny","value":"hours"}],
              "isFlagsEnum":false,"sortItems":false},"providerName":null}}
            """)).ShouldBeTrue(unit["uiSpecifications"]!.ToJsonString());
        ((string)unit["defaultValue"]!).ShouldBe("days");
        mode["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Select(item => (string)item!["value"]!)
            .ShouldBe(["WaitAny", "WaitAll", "WaitAllActive"]);
    }

    [Fact]
    public async Task Outcomes_of_a_task_are_its_ports()
    {
        var outcomes = InputOf(await ActivityAsync("Ops.UserTask"), "Outcomes");

        ((string)outcomes["uiHint"]!).ShouldBe("dynamic-outcomes");
        JsonNode.DeepEquals(outcomes["uiSpecifications"], JsonNode.Parse("""{"DynamicOutcomesOptions":{"fixedOutcomes":[]}}""")).ShouldBeTrue();
    }

    [Fact]
    public void Every_word_of_every_descriptor_is_there_and_there_are_no_others()
    {
        CultureInfo.CurrentUICulture = Languages.Polish;
        // A text that is missing is an exception.
        var described = ActivityPalette.List([]).Items;

        described.ShouldAllBe(activity => activity.DisplayName.Length > 0 && activity.Description.Length > 0 && activity.Category.Length > 0);
        var known = described.SelectMany(activity => activity.Inputs.Select(input => $"{activity.TypeName}.{char.ToLowerInvariant(input.Name[0])}{input.Name[1..]}")
            .Concat(activity.Ports.Select(port => $"{activity.TypeName}.port.{port.Name}"))
            .Concat(activity.Outputs.Select(output => $"{activity.TypeName}.output.{output.Name}"))
            .Append(activity.TypeName).Append($"{activity.TypeName}.description")).ToHashSet(StringComparer.Ordinal);
        var ofActivities = XDocument.Load(Repository.PathOf("src", "Host", "Resources", "Activities.resx")).Root!.Elements("data")
            .Select(data => (string)data.Attribute("name")!)
            .Where(key => key.StartsWith("Elsa.", StringComparison.Ordinal) || key.StartsWith("Ops.", StringComparison.Ordinal));
        ofActivities.Where(key => !known.Contains(key) && !known.Contains(key[..key.LastIndexOf('.')])).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Ops.UserTask", "Form", "visit")]
    [InlineData("Ops.UserTask", "Ladder", "default")]
    [InlineData("Ops.UserTask", "LimitFrom", "opened")]
    [InlineData("Ops.EndLimit", "Milestone", "received")]
    public async Task What_a_procedure_has_is_offered_while_it_is_drawn(string type, string input, string expected)
    {
        var specifications = await OptionsAsync(type, input, $"/procedures/{HomeVisit.Id}/designer");

        // Said by the descriptor only: an answer that says so makes Studio ask without an end.
        ((bool)InputOf(await ActivityAsync(type), input)["uiSpecifications"]!["Refresh"]!).ShouldBeTrue();
        specifications.AsObject().ShouldNotContainKey("Refresh");
        var values = Values(specifications["dropdown"]!["selectList"]!);
        values.ShouldContain(expected);
        if (input is "LimitFrom" or "Milestone")
        {
            values.ShouldNotContain("first-meeting", "the dates of another procedure are never set in this one");
        }
    }

    [Theory]
    [InlineData("Ops.UserTask", "Form", "visit", "consent", "Zgoda")]
    [InlineData("Ops.UserTask", "Ladder", "default", "urgent", "")]
    [InlineData("Ops.SendMail", "Mail", "late", "notice-not-held", "Nowy termin")]
    public async Task What_published_procedures_have_is_offered_behind_ones_own_with_the_name_of_its_procedure(string type, string input, string own, string other, string text)
    {
        const string Behind = " (Przydzielenie asystenta rodziny)";
        var designer = await office.AsAsync("procedure-manager");
        var drawn = Drawn.NewId();
        await designer.SavedAsync(Drawn.Document(drawn));

        var known = Items(await OptionsAsync(type, input, $"/procedures/{HomeVisit.Id}/designer"));
        var empty = Items(await OptionsAsync(type, input, $"/procedures/{drawn}/designer"));
        var palette = await designer.SendAsync(HttpMethod.Get, "/elsa/api/descriptors/activities", null, referer: new Uri(office.Host.Address, $"/procedures/{drawn}/designer"));

        var (first, second) = (known.FindIndex(item => item.Value == own), known.FindIndex(item => item.Value == other));
        first.ShouldBeInRange(0, second);
        known[first].Text.ShouldNotContain("(Wizyta)");
        known[second].Text.ShouldStartWith(text);
        known[second].Text.ShouldEndWith(Behind);
        known.Select(item => item.Value).ShouldBeUnique();
        empty.Single(item => item.Value == other).Text.ShouldEndWith(Behind);
        Items(InputOf(palette.Body["items"]!.AsArray().Single(item => (string)item!["typeName"]! == type)!, input)["uiSpecifications"]!).ShouldContain(known[second]);
    }

    static List<(string Value, string Text)> Items(JsonNode specifications) =>
        [.. specifications["dropdown"]!["selectList"]!["items"]!.AsArray().Select(item => ((string)item!["value"]!, (string)item["text"]!))];

    [Fact]
    public async Task Forms_are_called_by_their_titles_and_the_start_form_is_no_task()
    {
        var items = (await OptionsAsync("Ops.UserTask", "Form", "/procedures/assign-family-assistant/designer"))["dropdown"]!["selectList"]!["items"]!.AsArray();

        items.Select(item => (string)item!["text"]!).ShouldContain("Rodzinny wywiad środowiskowy");
        items.Select(item => (string)item!["value"]!).ShouldNotContain("start");
        ((string)items[0]!["value"]!, (string)items[0]!["text"]!).ShouldBe(("", "– brak –"));
    }

    [Fact]
    public async Task Where_the_procedure_is_not_known_each_option_names_its_own()
    {
        var items = (await OptionsAsync("Ops.UserTask", "Form", page: null))["dropdown"]!["selectList"]!["items"]!.AsArray();

        items.Select(item => (string)item!["text"]!).ShouldContain("Rodzinny wywiad środowiskowy (Przydzielenie asystenta rodziny)");
    }

    [Fact]
    public async Task Only_designers_are_told_who_works_at_the_office()
    {
        var designer = await OptionsAsync("Ops.UserTask", "Person", $"/procedures/{HomeVisit.Id}/designer");
        var worker = await OptionsAsync("Ops.UserTask", "Person", $"/procedures/{HomeVisit.Id}/designer", "social-worker");

        Values(designer["dropdown"]!["selectList"]!).ShouldContain((await office.PersonIdAsync("assistant")).ToString());
        Values(worker["dropdown"]!["selectList"]!).ShouldBe([""]);
        (await ItemsAsync("activities", "social-worker")).ToJsonString().ShouldNotContain((await office.PersonIdAsync("assistant")).ToString());
    }

    [Theory]
    [InlineData("Ops.UserTask", "Title")]
    [InlineData("Ops.UserTask", "Nothing")]
    [InlineData("Elsa.Nothing", "Form")]
    public async Task Options_of_what_has_none_are_not_found(string type, string input)
    {
        var designer = await office.AsAsync("procedure-manager");

        (await designer.PostAsync($"/elsa/api/descriptors/activities/{type}/options/{input}", new { context = new { } })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    async Task<JsonNode> OptionsAsync(string type, string input, string? page, string account = "procedure-manager")
    {
        var person = await office.AsAsync(account);
        var answer = await person.PostAsync($"/elsa/api/descriptors/activities/{type}/options/{input}", new { context = new { } },
            referer: page is null ? null : new Uri(office.Host.Address, page));
        answer.Status.ShouldBe(HttpStatusCode.OK);
        Members(answer.Body).ShouldBe(["items"]);
        return answer.Body["items"]!;
    }

    static string[] Values(JsonNode selectList) => [.. selectList["items"]!.AsArray().Select(item => (string)item!["value"]!)];

    [Theory]
    [InlineData("expression-descriptors", "displayName isBrowsable isSerializable properties type")]
    [InlineData("variables", "category description displayName typeName")]
    [InlineData("storage-drivers", "deprecated displayName priority typeName")]
    [InlineData("workflow-activation-strategies", "description displayName typeName")]
    [InlineData("incident-strategies", "description displayName typeName")]
    [InlineData("log-persistence-strategies", "description displayName typeName")]
    [InlineData("commit-strategies/workflows", null)]
    [InlineData("commit-strategies/activities", null)]
    [InlineData("output-converters?sourceType=String&destinationType=Object", null)]
    public async Task Settings_have_the_members_that_Studio_reads(string path, string? members)
    {
        var items = await ItemsAsync(path);

        items.Select(Members).Distinct(MemberComparer.Instance).ShouldBe(members is null ? [] : [members.Split(' ')], MemberComparer.Instance);
    }

    [Fact]
    public async Task Only_expressions_that_are_evaluated_can_be_chosen()
    {
        var expressions = await ItemsAsync("expression-descriptors");

        expressions.Where(item => (bool)item!["isBrowsable"]!).Select(item => (string)item!["type"]!).ShouldBe(["Variable", "Input", "JavaScript"]);
        expressions.Single(item => (string)item!["type"]! == "JavaScript")!["properties"]!.ToJsonString().ShouldBe("""{"MonacoLanguage":"javascript"}""");
        foreach (var type in expressions.Select(item => (string)item!["type"]!))
        {
            OpsWorkflows.Expressions.Expression.Read(System.Text.Json.JsonSerializer.SerializeToElement(new { type, value = new { id = "a", name = "a" } }))
                .ShouldNotBeOfType<OpsWorkflows.Expressions.Expression.Unsupported>();
        }
    }

    sealed class MemberComparer : IEqualityComparer<string[]>
    {
        public static MemberComparer Instance { get; } = new();

        public bool Equals(string[]? x, string[]? y) => x!.SequenceEqual(y!);

        public int GetHashCode(string[] members) => string.Join(' ', members).GetHashCode(StringComparison.Ordinal);
    }
}
