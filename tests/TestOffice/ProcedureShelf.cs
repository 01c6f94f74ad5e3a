using System.Text.Json.Nodes;
using Npgsql;
using OpsWorkflows.Definitions;

namespace OpsWorkflows.TestOffice;

/// <summary>Puts procedures into the database of an office by the rules that its people are under, beside a host that may run on it.</summary>
public sealed class ProcedureShelf
{
    readonly NpgsqlDataSource database;
    readonly DefinitionEditor editor;

    public ProcedureShelf(NpgsqlDataSource database)
    {
        this.database = database;
        var sql = new DefinitionSql(database);
        var definitions = new DefinitionStore(sql);
        editor = new(sql, definitions, new(sql, definitions), new(definitions));
    }

    /// <param name="resources">Null keeps those of the version before.</param>
    public async Task<DefinitionVersion> DraftAsync(JsonObject document, JsonObject? resources = null)
    {
        document = document.DeepClone().AsObject();
        if (resources is not null)
        {
            document["customProperties"] ??= new JsonObject();
            document["customProperties"]![DefinitionFile.ResourcesProperty] = resources.DeepClone();
        }
        return (await editor.ImportAsync(document, mayPublish: false, await SomebodyAsync())).ShouldBeOfType<EditResult.Done>().Version;
    }

    /// <summary>Makes the document the version that new cases take.</summary>
    public async Task<DefinitionVersion> PublishAsync(JsonObject document, JsonObject? resources = null)
    {
        var draft = await DraftAsync(document, resources);
        return await editor.PublishAsync(draft.DefinitionId, await SomebodyAsync()) switch
        {
            EditResult.Done done => done.Version,
            EditResult.Refused refused => throw new InvalidOperationException($"{refused.Code}: {string.Join(", ", refused.Findings)}"),
            var other => throw new InvalidOperationException($"{other}"),
        };
    }

    public async Task RetractAsync(string definitionId) => (await editor.RetractAsync(definitionId, await SomebodyAsync())).ShouldBeOfType<EditResult.Done>();

    async Task<Guid> SomebodyAsync()
    {
        await using var command = database.CreateCommand("select id from people order by id limit 1");
        return (Guid)(await command.ExecuteScalarAsync())!;
    }
}
