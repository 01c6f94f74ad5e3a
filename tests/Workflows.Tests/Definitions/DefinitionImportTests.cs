using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.TestOffice;
using OpsWorkflows.Workflows.Tests.Engine;

namespace OpsWorkflows.Workflows.Tests.Definitions;

public sealed class DefinitionImportTests : IAsyncLifetime, IDisposable
{
    const string Id = "shipped";

    readonly TestDirectory directory = new();
    EngineOffice office = null!;

    public async Task InitializeAsync()
    {
        office = await EngineOffice.OpenAsync();
        Ship("first");
    }

    public async Task DisposeAsync() => await office.DisposeAsync();

    public void Dispose() => directory.Dispose();

    static JsonObject Named(string name)
    {
        var document = SampleProcedure.Document(Id);
        document["name"] = name;
        return document;
    }

    void Ship(string name, string mail = "A task") => Ship(Named(name), mail);

    void Ship(JsonObject document, string mail = "A task")
    {
        Write("definition.json", document.ToJsonString());
        Write("forms/interview.json", SampleProcedure.Resources["forms"]!["interview"]!.ToJsonString());
        Write("ladders/default.json", SampleProcedure.Resources["ladders"]!["default"]!.ToJsonString());
        Write("mails/assigned.txt", $"Task\n\n{mail}");
    }

    void Write(string file, string text, string folder = Id)
    {
        var path = directory.PathOf(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    async Task<ImportWay> ImportAsync() => (await ImportAllAsync()).ShouldHaveSingleItem().Way;

    Task<IReadOnlyList<ImportedDefinition>> ImportAllAsync() => new DefinitionImport(new DefinitionSql(office.Database), office.Definitions).ImportAsync(directory.Path);

    /// <summary>Ships a procedure that others may embed instead of the one that is shipped otherwise.</summary>
    void ShipStep(string id, Drawing drawing)
    {
        var document = drawing.Json();
        document["definitionId"] = id;
        document["name"] = id;
        document["options"]!["usableAsActivity"] = true;
        Write("definition.json", document.ToJsonString(), id);
        if (Directory.Exists(directory.PathOf(Id)))
            Directory.Delete(directory.PathOf(Id), recursive: true);
    }

    static Drawing Line(string text) => new Drawing().Add("line", "Elsa.WriteLine", ("text", text));

    /// <summary>The version that the published one of a procedure embeds.</summary>
    async Task<string?> EmbeddedByAsync(string id) =>
        (string?)await office.AskAsync($"select content->'root'->'activities'->0->>'workflowDefinitionVersionId' from definition_versions where definition_id = '{id}' and is_published");

    async Task EditAsync(string name, bool publish)
    {
        if (publish)
            await office.Shelf.PublishAsync(Named(name));
        else
            await office.Shelf.DraftAsync(Named(name));
    }

    async Task<string> VersionsAsync() => string.Join(' ', (await office.Definitions.ListAsync(VersionFilter.All, Id))
        .Select(version => $"{version.Version}{(version.IsLatest ? "L" : "")}{(version.IsPublished ? "P" : "")}:{version.Name}"));

    [Fact]
    public async Task A_folder_that_is_new_is_published_once()
    {
        (await ImportAsync()).ShouldBe(ImportWay.Published);
        (await ImportAsync()).ShouldBe(ImportWay.Unchanged);

        (await VersionsAsync()).ShouldBe("1LP:first");
        var compiled = (await office.Definitions.FindPublishedCompiledAsync(Id))!;
        compiled.Resources.Mails["assigned"].ShouldBe("Task\n\nA task");
        compiled.Resources.Ladders.Keys.ShouldBe(["default"]);
    }

    [Fact]
    public async Task A_change_of_any_file_that_counts_is_a_new_published_version()
    {
        await ImportAsync();
        Ship("second");
        (await ImportAsync()).ShouldBe(ImportWay.Published);
        Ship("second", mail: "Another text");
        (await ImportAsync()).ShouldBe(ImportWay.Published);
        Write("scenarios/walk.json", "{}");
        (await ImportAsync()).ShouldBe(ImportWay.Unchanged);

        (await VersionsAsync()).ShouldBe("3LP:second 2:second 1:first");
    }

    [Fact]
    public async Task Line_ends_of_a_checkout_change_nothing()
    {
        await ImportAsync();
        Write("mails/assigned.txt", "Task\r\n\r\nA task");

        (await ImportAsync()).ShouldBe(ImportWay.Unchanged);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_procedure_was_edited_here_a_shipped_change_arrives_once_as_a_draft(bool published)
    {
        await ImportAsync();
        await EditAsync("edited", published);
        (await ImportAsync()).ShouldBe(ImportWay.Unchanged);
        Ship("second");

        (await ImportAsync()).ShouldBe(ImportWay.Draft);
        (await ImportAsync()).ShouldBe(ImportWay.Unchanged);

        (await VersionsAsync()).ShouldBe(published ? "3L:second 2P:edited 1:first" : "3L:second 2:edited 1P:first");
    }

    [Fact]
    public async Task A_shipped_draft_gives_way_to_the_next_shipped_change_and_does_not_come_back_once_it_was_edited()
    {
        await ImportAsync();
        await EditAsync("edited", publish: true);
        Ship("second");
        await ImportAsync();
        Ship("third");
        (await ImportAsync()).ShouldBe(ImportWay.Draft);
        (await VersionsAsync()).ShouldBe("3L:third 2P:edited 1:first");

        await EditAsync("third, as we want it", publish: false);

        (await ImportAsync()).ShouldBe(ImportWay.Unchanged);
        (await VersionsAsync()).ShouldBe("3L:third, as we want it 2P:edited 1:first");
    }

    [Fact]
    public async Task A_shipped_procedure_that_was_retracted_here_is_not_published_again()
    {
        await ImportAsync();
        await office.Shelf.RetractAsync(Id);
        (await ImportAsync()).ShouldBe(ImportWay.Unchanged);
        Ship("second");

        (await ImportAsync()).ShouldBe(ImportWay.Draft);

        (await VersionsAsync()).ShouldBe("2L:second 1:first");
    }

    [Fact]
    public async Task Hosts_that_start_at_once_import_a_folder_once()
    {
        var ways = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ImportAsync()));

        ways.Count(way => way == ImportWay.Published).ShouldBe(1);
        (await VersionsAsync()).ShouldBe("1LP:first");
    }

    [Fact]
    public async Task What_cannot_run_is_refused_with_its_place_and_reason_and_nothing_is_imported()
    {
        var document = Named("broken");
        document["root"]!["activities"]![1]!["type"] = "Ops.Unknown";
        document["definitionId"] = "another";
        Ship(document);
        Directory.CreateDirectory(directory.PathOf("empty"));

        var refused = await Should.ThrowAsync<ImportRefusedException>(ImportAsync);

        refused.Findings.ShouldContain(finding => finding.File == "shipped/definition.json" && finding.Path == "$.root.activities[1].type" && finding.Reason.Contains("Ops.Unknown"));
        refused.Findings.ShouldContain(finding => finding.File == "shipped/definition.json" && finding.Path == "$.definitionId");
        refused.Findings.ShouldContain(new ImportFinding("empty/definition.json", "$", "is missing"));
        refused.Message.ShouldContain("shipped/definition.json: $.definitionId: ");
        (await VersionsAsync()).ShouldBe("");
    }

    [Theory]
    [InlineData("a-inner", "b-middle", "c-outer")]
    [InlineData("b-inner", "c-middle", "a-outer")]
    [InlineData("c-inner", "b-middle", "a-outer")]
    public async Task Folders_that_embed_one_another_are_published_whatever_their_names(string inner, string middle, string outer)
    {
        ShipStep(inner, Line("first"));
        ShipStep(middle, new Drawing().Embed("part", inner, 7));
        ShipStep(outer, new Drawing().Embed("part", middle, null));

        (await ImportAllAsync()).ShouldBe([new(inner, 1, ImportWay.Published), new(middle, 1, ImportWay.Published), new(outer, 1, ImportWay.Published)]);

        (await EmbeddedByAsync(middle), await EmbeddedByAsync(outer)).ShouldBe(($"{inner}:1", $"{middle}:1"));
        (await office.Definitions.FindPublishedCompiledAsync(outer))!.Definition.Nodes.Select(node => node.Id).ShouldContain("part/part/line");
        (await ImportAllAsync()).ShouldAllBe(imported => imported.Way == ImportWay.Unchanged);
    }

    [Fact]
    public async Task A_shipped_change_of_what_is_embedded_is_one_of_all_that_embeds_it_whatever_version_the_files_name()
    {
        ShipStep("inner", Line("first"));
        ShipStep("beside", Line("first"));
        ShipStep("middle", new Drawing().Embed("part", "inner", 1));
        ShipStep("outer", new Drawing().Embed("part", "middle", 1));
        await ImportAllAsync();

        ShipStep("inner", Line("second"));

        (await ImportAllAsync()).ShouldBe(
            [new("inner", 2, ImportWay.Published), new("beside", 1, ImportWay.Unchanged), new("middle", 2, ImportWay.Published), new("outer", 2, ImportWay.Published)], ignoreOrder: true);
        (await EmbeddedByAsync("middle"), await EmbeddedByAsync("outer")).ShouldBe(("inner:2", "middle:2"));
    }

    [Fact]
    public async Task What_embeds_a_procedure_that_was_retracted_here_arrives_as_a_draft()
    {
        ShipStep("inner", Line("first"));
        ShipStep("outer", new Drawing().Embed("part", "inner", null));
        await ImportAllAsync();
        await office.Shelf.RetractAsync("inner");
        ShipStep("outer", new Drawing().Embed("part", "inner", null).Add("last", "Elsa.WriteLine").Connect("part -> last"));

        (await ImportAllAsync()).ShouldBe([new("inner", 1, ImportWay.Unchanged), new("outer", 2, ImportWay.Draft)]);
        (await ImportAllAsync()).ShouldBe([new("inner", 1, ImportWay.Unchanged), new("outer", 2, ImportWay.Unchanged)]);

        (await office.Definitions.FindPublishedCompiledAsync("outer"))!.Definition.VersionId.ShouldBe("outer:1");
    }

    [Fact]
    public async Task Folders_that_embed_one_another_in_a_circle_or_what_is_not_shipped_are_refused()
    {
        ShipStep("one", new Drawing().Embed("part", "other", null));
        ShipStep("other", new Drawing().Embed("part", "one", null));
        ShipStep("whole", Line("first"));
        ShipStep("lost", new Drawing().Embed("whole", "whole", null).Embed("part", "nothing", null).Connect("whole -> part"));

        var refused = await Should.ThrowAsync<ImportRefusedException>(ImportAllAsync);

        refused.Findings.Select(finding => finding.ToString()).ShouldBe(
        [
            "lost/definition.json: $.root.activities[1]: there is no procedure 'nothing'",
            "one/definition.json: $.root.activities[0]: 'one' would contain itself",
            "other/definition.json: $.root.activities[0]: 'other' would contain itself",
        ], ignoreOrder: true);
        (await office.Definitions.ListAsync(VersionFilter.All)).ShouldAllBe(version => version.DefinitionId == SampleProcedure.Id);
    }

    [Fact]
    public async Task Text_that_is_no_JSON_is_refused_with_its_line()
    {
        Write("forms/interview.json", "{\n  \"title\": }");

        var refused = await Should.ThrowAsync<ImportRefusedException>(ImportAsync);

        refused.Findings.ShouldHaveSingleItem().ToString().ShouldBe("shipped/forms/interview.json: line 2, column 12: the text is not valid JSON");
    }

    [Fact]
    public async Task The_procedures_of_this_repository_import()
    {
        var imported = await new DefinitionImport(new DefinitionSql(office.Database), office.Definitions).ImportAsync(Repository.PathOf("workflows"));

        imported.ShouldContain(new ImportedDefinition("assign-family-assistant", 1, ImportWay.Published));
    }
}
