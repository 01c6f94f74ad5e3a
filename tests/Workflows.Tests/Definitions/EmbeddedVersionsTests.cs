using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Instances;
using OpsWorkflows.Workflows.Tests.Engine;

namespace OpsWorkflows.Workflows.Tests.Definitions;

/// <summary>Procedures that embed one another in the database: what a version is pinned to, and what keeps it.</summary>
public sealed class EmbeddedVersionsTests : IAsyncLifetime
{
    const string Part = "part";
    const string Whole = "whole";

    EngineOffice office = null!;

    public async Task InitializeAsync() => office = await EngineOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    static JsonObject Named(string id, Drawing drawing)
    {
        var json = drawing.Json();
        json.Remove("id");
        json["definitionId"] = id;
        json["name"] = id;
        return json;
    }

    /// <summary>Asks a social worker, then gives a text.</summary>
    static JsonObject PartGiving(string text)
    {
        var json = Named(Part, new Drawing().UserTask("ask", "social-worker", ["Done"], ("limitCount", "3"))
            .Add("give", "Elsa.SetOutput", ("outputName", "Text"), ("outputValue", text)).Connect("ask -> give"));
        json["options"]!["usableAsActivity"] = true;
        json["outputs"] = JsonNode.Parse("""[{"name":"Text","type":"String"}]""");
        return json;
    }

    static JsonObject WholeWith(Drawing drawing) => Named(Whole, drawing.Variable("seen"));

    static Drawing EmbeddingPart(int? version = null) =>
        new Drawing().Embed("step", Part, version, ("text", new JsonObject { ["typeName"] = "String", ["memoryReference"] = new JsonObject { ["id"] = "seen" } }));

    async Task<EditResult> PublishAsync(JsonObject document) => await office.Editor.SaveAsync(document, publish: true, EngineOffice.Worker);

    async Task PublishedAsync(JsonObject document) => (await PublishAsync(document)).ShouldBeOfType<EditResult.Done>();

    static IReadOnlyList<FindingKind> ErrorsOf(EditResult result) =>
        [.. result.ShouldBeOfType<EditResult.Refused>().Findings.Where(finding => finding.IsError).Select(finding => finding.Kind)];

    async Task<(Guid Instance, Guid Task)> StartAsync(WorkflowRunner runner)
    {
        var changes = (await runner.StartAsync(Whole, new Stimulus.Started(Guid.CreateVersion7(), EngineOffice.Worker, new Dictionary<string, Expressions.Value>())))
            .ShouldBeOfType<RunResult.Committed>().Changes;
        return (changes.Instance.Id, changes.OpenedTasks.ShouldHaveSingleItem().Id);
    }

    async Task<string> SeenAtTheEndAsync(WorkflowRunner runner, (Guid Instance, Guid Task) started)
    {
        var done = (await runner.RunAsync(started.Instance, new Stimulus.TaskCompleted(started.Task, EngineOffice.Worker, "Done", []))).ShouldBeOfType<RunResult.Committed>();
        done.Changes.Instance.SubStatus.ShouldBe(WorkflowSubStatus.Finished);
        return done.Changes.Instance.Variables["seen"].AsText();
    }

    [Fact]
    public async Task A_case_stays_on_the_version_inside_it_whatever_is_published_and_wherever_it_goes_on()
    {
        await PublishedAsync(PartGiving("old"));
        await PublishedAsync(WholeWith(EmbeddingPart()));
        var waiting = await StartAsync(office.Runner);

        await PublishedAsync(PartGiving("new"));
        var young = await StartAsync(office.NewRunner());

        (await SeenAtTheEndAsync(office.NewRunner(), waiting)).ShouldBe("old");
        (await SeenAtTheEndAsync(office.Runner, young)).ShouldBe("old", "publishing has pinned it");
        (await office.AskAsync($"select content->'root'->'activities'->0->>'workflowDefinitionVersionId' from definition_versions where id = '{Whole}:1'")).ShouldBe($"{Part}:1");
    }

    [Fact]
    public async Task Nothing_new_is_built_on_what_was_retracted_and_cases_go_on_with_it()
    {
        await PublishedAsync(PartGiving("old"));
        await PublishedAsync(WholeWith(EmbeddingPart(1)));
        var waiting = await StartAsync(office.Runner);

        (await office.Editor.RetractAsync(Part, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>();

        ErrorsOf(await PublishAsync(WholeWith(EmbeddingPart(1)))).ShouldBe([FindingKind.EmbeddedNotPublished]);
        ErrorsOf(await PublishAsync(WholeWith(EmbeddingPart()))).ShouldBe([FindingKind.EmbeddedNotPublished]);
        (await SeenAtTheEndAsync(office.NewRunner(), waiting)).ShouldBe("old");
    }

    [Fact]
    public async Task A_version_that_a_published_one_embeds_is_not_deleted()
    {
        await PublishedAsync(PartGiving("old"));
        await PublishedAsync(WholeWith(EmbeddingPart(1)));
        await PublishedAsync(PartGiving("new"));

        (await office.Editor.DeleteVersionAsync($"{Part}:1", EngineOffice.Worker)).ShouldBeOfType<EditResult.Refused>().Versions.ShouldBe([1]);
        (await office.Editor.DeleteAsync(Part, EngineOffice.Worker)).ShouldBeOfType<EditResult.Refused>().Code.ShouldBe(EditRefusal.InUse);
        (await office.Editor.DeleteVersionAsync($"{Part}:2", EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>();
        (await office.Editor.DeleteAsync(Whole, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>();
        (await office.Editor.DeleteAsync(Part, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(null)]
    public async Task A_version_inside_a_draft_is_not_deleted_once_an_instance_runs_on_the_draft(int? pinned)
    {
        await PublishedAsync(PartGiving("old"));
        var draft = (await office.Editor.SaveAsync(WholeWith(EmbeddingPart(pinned)), publish: false, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>().Version;
        var changes = (await office.Runner.StartVersionAsync(draft.VersionId, new Stimulus.Started(Guid.CreateVersion7(), EngineOffice.Worker, new Dictionary<string, Expressions.Value>())))
            .ShouldBeOfType<RunResult.Committed>().Changes;
        await PublishedAsync(PartGiving("new"));

        StudioDocument.StampOf((await office.Definitions.FindAsync(draft.VersionId))!).ShouldBe(StudioDocument.StampOf(draft), "who draws it goes on");
        (await office.Editor.DeleteVersionAsync($"{Part}:1", EngineOffice.Worker)).ShouldBeOfType<EditResult.Refused>().Versions.ShouldBe([1]);
        (await SeenAtTheEndAsync(office.NewRunner(), (changes.Instance.Id, changes.OpenedTasks.ShouldHaveSingleItem().Id))).ShouldBe("old");
    }

    [Fact]
    public async Task A_version_inside_a_draft_on_which_nothing_runs_can_be_deleted()
    {
        await PublishedAsync(PartGiving("old"));
        (await office.Editor.SaveAsync(WholeWith(EmbeddingPart(1)), publish: false, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>();
        await PublishedAsync(PartGiving("new"));

        (await office.Editor.DeleteVersionAsync($"{Part}:1", EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>();
    }

    [Fact]
    public async Task A_drawing_with_an_id_of_a_step_inside_a_procedure_that_it_embeds_is_not_kept()
    {
        await PublishedAsync(PartGiving("old"));

        (await Should.ThrowAsync<DefinitionFormatException>(() => office.Editor.SaveAsync(WholeWith(EmbeddingPart().Add("step/ask", "Elsa.End")), publish: false, EngineOffice.Worker)))
            .Path.ShouldBe("$.root.activities[1].id");
        (await office.AskAsync($"select count(*) from definition_versions where definition_id = '{Whole}'")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_procedure_that_comes_to_contain_itself_through_another_is_not_published_and_the_other_stays()
    {
        await PublishedAsync(PartGiving("old"));
        var whole = WholeWith(EmbeddingPart(1));
        whole["options"]!["usableAsActivity"] = true;
        await PublishedAsync(whole);
        var circle = Named(Part, new Drawing().Embed("circle", Whole, 1));
        circle["options"]!["usableAsActivity"] = true;

        var refused = (await PublishAsync(circle)).ShouldBeOfType<EditResult.Refused>();

        var finding = refused.Findings.Single(finding => finding.IsError);
        (finding.Kind, finding.Activity.Id, finding.Value).ShouldBe((FindingKind.EmbeddedInItself, "circle", Part));
        (await SeenAtTheEndAsync(office.Runner, await StartAsync(office.Runner))).ShouldBe("old");
    }

    [Fact]
    public async Task Only_versions_that_were_published_for_use_as_an_activity_are_offered()
    {
        await PublishedAsync(PartGiving("old"));
        await PublishedAsync(PartGiving("new"));
        await office.Editor.SaveAsync(PartGiving("drafted"), publish: false, EngineOffice.Worker);

        var offered = await office.Definitions.ListEmbeddableAsync();
        offered.Select(version => (version.Version.VersionId, version.IsPublished)).ShouldBe([($"{Part}:2", true), ($"{Part}:1", false)]);

        await office.Editor.RetractAsync(Part, EngineOffice.Worker);
        (await office.Definitions.ListEmbeddableAsync()).Select(version => version.IsPublished).ShouldBe([false, false]);
        await office.Editor.DeleteAsync(Part, EngineOffice.Worker);
        (await office.Definitions.ListEmbeddableAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"usableAsActivity": true}""", true)]
    [InlineData("""{"usableAsActivity": "true"}""", true)]
    [InlineData("""{"usableAsActivity": "True"}""", false)]
    [InlineData("""{"usableAsActivity": false}""", false)]
    [InlineData("""{"usableAsActivity": 1}""", false)]
    [InlineData("""{"usableAsActivity": null}""", false)]
    [InlineData("""{"usableAsActivity": [true]}""", false)]
    [InlineData("""{"UsableAsActivity": true}""", false)]
    [InlineData("{}", false)]
    [InlineData("""[{"usableAsActivity": true}]""", false)]
    [InlineData("null", false)]
    [InlineData(null, false)]
    public async Task A_procedure_is_offered_when_its_options_say_true(string? options, bool offered)
    {
        var document = PartGiving("old");
        document.Remove("options");
        if (options is not null)
            document["options"] = JsonNode.Parse(options);
        await PublishedAsync(document);

        (await office.Definitions.ListEmbeddableAsync()).Any().ShouldBe(offered);
        (await office.Definitions.ListEmbeddableAsync([Part])).Any().ShouldBe(offered);
        (await office.Definitions.ListEmbeddableAsync(["another"])).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(DefinitionSql.EmbeddableOfAll)]
    [InlineData(DefinitionSql.EmbeddableOfSome)]
    public async Task What_is_offered_is_found_without_a_look_at_all_the_versions_there_are(string statement)
    {
        await PublishedAsync(PartGiving("old"));
        await office.ExecuteAsync("""
            insert into definition_versions (id, definition_id, version, name, is_latest, is_published, content, resources, created_at, published_at)
            select format('%s:%s', p, v), p, v, p, v = 20, v = 20, '{"options": {"usableAsActivity": false}}', '{}', now(), now()
            from generate_series(1, 100) p, generate_series(1, 20) v;
            analyze definition_versions;
            """);

        await using var explain = office.Database.CreateCommand($"explain {statement}");
        if (statement.Contains("$1", StringComparison.Ordinal))
            explain.Parameters.Add(new() { Value = new[] { Part, "1", "2", "nothing" } });
        var plan = "";
        await using var line = await explain.ExecuteReaderAsync();
        while (await line.ReadAsync())
            plan += line.GetString(0) + "\n";

        plan.ShouldContain("definition_versions_embeddable");
        plan.ShouldNotContain("Seq Scan");
    }

    [Fact]
    public async Task The_document_for_a_designer_names_the_version_it_stands_for_and_keeps_what_it_does_not_know()
    {
        await PublishedAsync(PartGiving("old"));
        var whole = WholeWith(EmbeddingPart(1).Set("step", "somethingOfElsa", new JsonObject { ["deep"] = 1 }));
        var draft = (await office.Editor.SaveAsync(whole, publish: false, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>().Version;
        await PublishedAsync(PartGiving("new"));

        var shown = StudioDocument.For(draft, await office.Definitions.EmbeddedInAsync(draft.ToDefinition()));
        var step = shown["root"]!["activities"]![0]!;

        ((string?)step["type"], (int?)step["version"], (string?)step["workflowDefinitionId"], (string?)step["workflowDefinitionVersionId"]).ShouldBe(("Part", 1, Part, $"{Part}:1"));
        ((int?)step["latestAvailablePublishedVersion"], (string?)step["latestAvailablePublishedVersionId"]).ShouldBe((2, $"{Part}:2"));
        ((int?)step["somethingOfElsa"]!["deep"], (string?)step["text"]!["memoryReference"]!["id"]).ShouldBe((1, "seen"));
        step["root"].ShouldBeNull();
        var (restored, _) = StudioDocument.Restore(JsonNode.Parse(shown.ToJsonString())!.AsObject());
        JsonNode.DeepEquals(restored["root"]!["activities"]![0]!["somethingOfElsa"], whole["root"]!["activities"]![0]!["somethingOfElsa"]).ShouldBeTrue();
    }

    [Fact]
    public async Task A_step_whose_procedure_is_gone_comes_back_from_a_designer_as_it_was()
    {
        var draft = (await office.Editor.SaveAsync(WholeWith(EmbeddingPart(4)), publish: false, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>().Version;

        var shown = StudioDocument.For(draft, await office.Definitions.EmbeddedInAsync(draft.ToDefinition()));
        ((string?)shown["root"]!["activities"]![0]!["type"]).ShouldBe(StudioDocument.NotFoundActivity);

        var (restored, _) = StudioDocument.Restore(JsonNode.Parse(shown.ToJsonString())!.AsObject());
        JsonNode.DeepEquals(restored["root"]!["activities"]![0], JsonNode.Parse(draft.Content)!["root"]!["activities"]![0]).ShouldBeTrue();
    }
}
