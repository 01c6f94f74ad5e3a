using System.Text.Json.Nodes;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Workflows.Tests.Engine;

/// <summary>An instance of a draft keeps the draft as it was.</summary>
public sealed class DraftRunTests : IAsyncLifetime
{
    EngineOffice office = null!;

    public async Task InitializeAsync() => office = await EngineOffice.OpenAsync();

    public async Task DisposeAsync() => await office.DisposeAsync();

    Task<DefinitionVersion> SaveAsync(string name) => office.Shelf.DraftAsync(JsonNode.Parse($$$"""
        {"definitionId": "tried", "name": "{{{name}}}", "root": {"id": "flow", "type": "Elsa.Flowchart", "version": 1, "connections": [],
          "activities": [{"id": "call", "type": "Elsa.SetName", "version": 1, "value": {"expression": {"type": "Literal", "value": "{{{name}}}"} }}]}}
        """)!.AsObject());

    Task<RunResult> StartAsync(string versionId) =>
        office.Runner.StartVersionAsync(versionId, new Stimulus.Started(Guid.CreateVersion7(), null, new Dictionary<string, Value>()));

    [Fact]
    public async Task A_draft_is_changed_in_place_until_an_instance_runs_on_it()
    {
        await SaveAsync("first");
        var second = await SaveAsync("second");
        (await StartAsync(second.VersionId)).ShouldBeOfType<RunResult.Committed>();

        var third = await SaveAsync("third");
        var fourth = await SaveAsync("fourth");

        (second.VersionId, third.VersionId, fourth.VersionId).ShouldBe(("tried:1", "tried:2", "tried:2"));
        (await office.AskAsync("select string_agg(format('%s %s', id, name), ', ' order by version) from definition_versions where definition_id = 'tried'"))
            .ShouldBe("tried:1 second, tried:2 fourth");
        (await office.AskAsync("select definition_version_id from workflow_instances where name = 'second'")).ShouldBe("tried:1");
    }

    [Fact]
    public async Task A_version_that_is_not_there_is_not_started() =>
        (await StartAsync("nothing:1")).ShouldBeOfType<RunResult.Refused>().Refusal.Code.ShouldBe(RefusalCode.DefinitionNotFound);

    [Fact]
    public async Task Drafts_that_change_while_they_are_started_are_kept_as_each_instance_ran_them()
    {
        var draft = await SaveAsync("0");
        for (var round = 1; round <= 40; round++)
        {
            var saving = SaveAsync($"{round}");
            await Task.WhenAll(StartAsync(draft.VersionId), StartAsync(draft.VersionId), saving);
            draft = await saving;
        }

        (await office.AskAsync("select count(*) from workflow_instances where definition_id = 'tried'")).ShouldBe(80L);
        (await office.AskAsync("""
            select count(*) from workflow_instances i join definition_versions d on d.id = i.definition_version_id where i.definition_id = 'tried' and i.name <> d.name
            """)).ShouldBe(0L);
    }
}
