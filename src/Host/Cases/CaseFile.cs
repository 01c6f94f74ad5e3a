using System.Text.Json.Nodes;
using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Engine;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Inbox;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Host.Cases;

/// <summary>The cases that a person may see, as they are read on screens.</summary>
public sealed class CaseFile(CaseSql cases, DefinitionStore definitions, OfficeFacts office)
{
    public async Task<Page<CaseSummary>> ListAsync(CurrentPerson viewer, CaseQuery query, CancellationToken token)
    {
        var rows = await cases.ListAsync(viewer, query, token);
        return new([.. rows.Take(query.Length).Select(CaseSummary.Of)], rows.Count > query.Length ? rows[query.Length - 1].Key.ToString() : null);
    }

    /// <summary>Null when there is no such case or the person may not see it.</summary>
    public async Task<CaseView?> FindAsync(CurrentPerson viewer, Guid caseId, CancellationToken token)
    {
        if (await cases.FindAsync(viewer, caseId, token) is not { } found)
        {
            return null;
        }
        var names = new ProcedureNames(await DefinitionAsync(found.DefinitionVersionId, token));
        var staff = await StaffAsync(found.DirectoryVersion, found.CalendarVersion, token);
        return new()
        {
            Id = found.Id,
            CaseMark = found.CaseMark,
            FamilyName = found.FamilyName,
            DefinitionId = found.DefinitionId,
            Procedure = found.Procedure,
            Status = found.Status,
            CaseStatus = found.CaseStatus,
            CaseStatusLabel = found.CaseStatus is null ? null : CaseTexts.Phase(found.CaseStatus),
            ReceivedOn = found.ReceivedOn,
            OpenedAt = found.OpenedAt,
            Urgent = found.Urgent,
            NextDueOn = found.NextDueOn,
            Overdue = found.Overdue,
            FamilyAddress = found.FamilyAddress,
            DefinitionVersion = found.DefinitionVersion,
            SuspendedOn = found.SuspendedOn,
            ClosedAt = found.ClosedAt,
            ClosedReason = found.ClosedReason,
            OpenIncidents = found.OpenIncidents,
            Milestones = [.. found.Milestones.Select(milestone => new MilestoneView(milestone.Name, names.Milestone(milestone.Name), milestone.Day))],
            People = [.. found.People.Select(person => new CasePersonView(person.Role, CaseTexts.Role(person.Role), person.Id, person.Name, person.Since))],
            OpenTasks = [.. found.OpenTasks.Select(task => TaskView.Of(task))],
            Limits = Limits(found, names),
            Timeline = new Timeline(found, names, id => staff.Find(id)?.Name).Tell(),
        };
    }

    static List<LimitView> Limits(CaseDetails found, ProcedureNames names)
    {
        var titles = found.Tasks.ToDictionary(task => task.Id, task => task.Title);
        return
        [
            .. found.Limits.Select(limit => new LimitView(
                limit.Key, limit.TaskId is { } task && titles.TryGetValue(task, out var title) ? title : names.Limit(limit.Key),
                limit.TaskId, limit.LastDay, limit.Status, LimitReason.Read(limit.Explanation)!, limit.MissedAt, limit.ClosedAt)),
        ];
    }

    /// <summary>What was recorded at each step, the earliest first; null when there is no such case or the person may not see it.</summary>
    public async Task<IReadOnlyList<StepAnswers>?> FindAnswersAsync(CurrentPerson viewer, Guid caseId, CancellationToken token)
    {
        if (await cases.FindAnswersAsync(viewer, caseId, token) is not { } rows)
        {
            return null;
        }
        if (rows.Count == 0)
        {
            return [];
        }
        var definition = await DefinitionAsync(rows[0].DefinitionVersionId, token);
        var staff = await StaffAsync(rows[0].DirectoryVersion, rows[0].CalendarVersion, token);
        // A procedure without a start form asked nothing at the start.
        return [.. rows.Where(row => row.TaskId is not null || definition.Resources.Forms.ContainsKey(row.Form)).Select(row => Show(row, definition, staff))];
    }

    static StepAnswers Show(AnswersRow row, CompiledDefinition definition, OfficeDirectory staff)
    {
        var answers = JsonNode.Parse(row.Answers)!.AsObject();
        var form = definition.Resources.Forms.GetValueOrDefault(row.Form);
        var fields = form?.Fields.Where(field => answers[field.Name] is not null)
            .Select(field => new AnsweredField(field.Name, field.Label, Answers.Read(field, answers[field.Name], id => staff.Find(id)?.Name)))
            .Where(field => field.Text.Length > 0);
        return new(row.TaskId, row.Step ?? DefinitionResources.StartForm, row.Title ?? form?.Title ?? "", row.Outcome, row.OutcomeLabel,
            row.ByName, row.At, answers, [.. fields ?? []])
        { Form = form is null ? null : FormViews.ToRead(form) };
    }

    async ValueTask<CompiledDefinition> DefinitionAsync(string versionId, CancellationToken token) =>
        await definitions.FindCompiledAsync(versionId, token)
        ?? throw new InvalidOperationException($"Version {versionId} has vanished from definition_versions.");

    async ValueTask<OfficeDirectory> StaffAsync(long directoryVersion, long calendarVersion, CancellationToken token) =>
        (await office.AtAsync(new(directoryVersion, calendarVersion), token)).Directory;
}
