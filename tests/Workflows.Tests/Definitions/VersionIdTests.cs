using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Instances;
using OpsWorkflows.Workflows.Tests.Engine;

namespace OpsWorkflows.Workflows.Tests.Definitions;

/// <summary>The id of a version that comes from a file: kept where nothing here has it, had it, or will have it.</summary>
public sealed class VersionIdTests : IAsyncLifetime
{
    const string OfElsa = "5f3a9c0e71b24d68";

    EngineOffice office = null!;

    public async Task InitializeAsync() => office = await EngineOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    static JsonObject Naming(string id, string name)
    {
        var json = new Drawing().Add("name", "Elsa.SetName", ("value", name)).Json();
        json["id"] = id;
        json["definitionId"] = "g";
        json["isPublished"] = true;
        return json;
    }

    async Task<DefinitionVersion> ImportedAsync(JsonObject document)
    {
        var version = (await office.Editor.ImportAsync(document, mayPublish: true, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>().Version;
        version.IsPublished.ShouldBeTrue();
        return version;
    }

    [Fact]
    public async Task An_id_from_elsewhere_is_kept_until_its_version_was_deleted_so_that_what_is_imported_then_runs()
    {
        (await ImportedAsync(Naming(OfElsa, "old"))).VersionId.ShouldBe(OfElsa);
        (await office.Definitions.FindPublishedCompiledAsync("g")).ShouldNotBeNull("this host keeps the version in memory");
        (await office.Editor.DeleteAsync("g", EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>();

        (await ImportedAsync(Naming(OfElsa, "new"))).VersionId.ShouldBe("g:2");

        var run = await office.Runner.StartAsync("g", new Stimulus.Started(Guid.CreateVersion7(), null, new Dictionary<string, Expressions.Value>()));
        run.ShouldBeOfType<RunResult.Committed>().Changes.Instance.Name.ShouldBe("new");
    }

    [Fact]
    public async Task An_id_that_a_later_version_comes_to_have_is_not_taken_from_a_file()
    {
        List<string> ids = [(await ImportedAsync(Naming("g:3", "first"))).VersionId];
        for (var save = 2; save <= 4; save++)
            ids.Add((await office.Editor.SaveAsync(Naming(ids[^1], $"{save}"), publish: true, EngineOffice.Worker)).ShouldBeOfType<EditResult.Done>().Version.VersionId);

        ids.ShouldBe(["g:1", "g:2", "g:3", "g:4"]);
    }
}
