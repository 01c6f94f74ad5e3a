using System.Text.Json;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Inbox;

/// <summary>The tasks that a person sees, with their forms: two round trips a page of the list, one where no form asks for a person.</summary>
public sealed class TaskList(TaskSql tasks, DefinitionStore definitions, FormViews forms)
{
    static readonly Dictionary<string, Guid> Nobody = [];

    public async Task<Page<TaskView>> ListAsync(CurrentPerson viewer, TaskQuery query, CancellationToken token)
    {
        var rows = await tasks.ListAsync(viewer, query, token);
        var views = await ShowAsync([.. rows.Take(query.Length)], token);
        return new(views, rows.Count > query.Length ? rows[query.Length - 1].Key.ToString() : null);
    }

    /// <summary>Null when there is no such task or the person may not see it.</summary>
    public async Task<TaskView?> FindAsync(CurrentPerson viewer, Guid taskId, CancellationToken token) =>
        await tasks.FindAsync(viewer, taskId, token) is { Visible: true } row ? (await ShowAsync([row], token))[0] : null;

    async Task<IReadOnlyList<TaskView>> ShowAsync(IReadOnlyList<TaskRow> rows, CancellationToken token)
    {
        var asked = new List<AskedForm>(rows.Count);
        foreach (var row in rows)
        {
            var definition = await DefinitionOfAsync(row, token);
            asked.Add(new(FormOf(row, definition), definition, PeopleOfCase(row)));
        }
        var shown = await forms.MakeAsync(asked, token);
        return [.. rows.Select((row, i) => TaskView.Of(row, shown[i]))];
    }

    /// <summary>The form that the task asks for; one without questions when it asks for none.</summary>
    public async ValueTask<Form> FormOfAsync(TaskRow row, CancellationToken token) => FormOf(row, await DefinitionOfAsync(row, token));

    static Form FormOf(TaskRow row, CompiledDefinition definition) =>
        row.Form is { } key && definition.Resources.Forms.TryGetValue(key, out var form) ? form : new Form(row.Title, []);

    async ValueTask<CompiledDefinition> DefinitionOfAsync(TaskRow row, CancellationToken token) =>
        await definitions.FindCompiledAsync(row.DefinitionVersionId, token)
        ?? throw new InvalidOperationException($"Version {row.DefinitionVersionId} has vanished from definition_versions.");

    static Dictionary<string, Guid> PeopleOfCase(TaskRow row) =>
        row.PeopleOfCase is null ? Nobody : JsonSerializer.Deserialize<Dictionary<string, Guid>>(row.PeopleOfCase)!;
}
