using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// What an input can be chosen from where that changes while one draws: the staff, and the forms, ladders, mail texts and named dates
/// of the procedure. Where the procedure is not known, those of all published ones, each with the name of its own.
/// </summary>
public sealed class InputOptions(DefinitionStore definitions, EligiblePeopleSql people)
{
    /// <summary>Whether options from there change.</summary>
    public static bool Change(OptionSource source) => source is not (OptionSource.Fixed or OptionSource.LimitUnits or OptionSource.Roles);

    /// <summary>All that can be chosen while a procedure is drawn.</summary>
    public async Task<IReadOnlyDictionary<OptionSource, IReadOnlyList<SelectListItem>>> AllAsync(string definitionId, CurrentPerson by, CancellationToken token)
    {
        var all = new Dictionary<OptionSource, IReadOnlyList<SelectListItem>>();
        foreach (var source in Enum.GetValues<OptionSource>().Where(Change))
        {
            all[source] = await ListAsync(source, definitionId, by, token);
        }
        return all;
    }

    /// <param name="definitionId">The procedure that is drawn; null where that is not known.</param>
    public async Task<IReadOnlyList<SelectListItem>> ListAsync(OptionSource source, string? definitionId, CurrentPerson by, CancellationToken token)
    {
        if (source == OptionSource.People)
        {
            return Policies.Allows(Policies.DesignProcedures, by) ? await PeopleAsync(token) : [];
        }
        if (definitionId is not null && await definitions.FindLatestAsync(definitionId, token) is { } latest
            && await definitions.FindCompiledAsync(latest.VersionId, token) is { } drawn)
        {
            return [.. OptionsOf(drawn, source)];
        }
        var all = new List<SelectListItem>();
        foreach (var version in await definitions.ListAsync(VersionFilter.Published, token: token))
        {
            var options = OptionsOf((await definitions.FindCompiledAsync(version.VersionId, token))!, source);
            all.AddRange(options.Select(option => option with { Text = $"{option.Text} ({version.Name})" }));
        }
        return [.. all.DistinctBy(option => option.Value)];
    }

    async Task<IReadOnlyList<SelectListItem>> PeopleAsync(CancellationToken token)
    {
        var holders = await people.ReadAsync(Roles.OfCases, [], token);
        return
        [
            .. holders.SelectMany(role => role).GroupBy(holder => (holder.Id, holder.Name)).OrderBy(person => person.Key.Name, StringComparer.CurrentCulture)
                .Select(person => new SelectListItem(
                    $"{person.Key.Name} ({string.Join(", ", person.Select(holder => CaseTexts.Role(holder.Role)))})", person.Key.Id.ToString())),
        ];
    }

    static IEnumerable<SelectListItem> OptionsOf(CompiledDefinition definition, OptionSource source)
    {
        var resources = definition.OwnResources;
        var names = new ProcedureNames(definition);
        return source switch
        {
            OptionSource.Forms => resources.Forms.Where(form => form.Key != DefinitionResources.StartForm)
                .Select(form => new SelectListItem(form.Value.Title.Length > 0 ? form.Value.Title : form.Key, form.Key)),
            OptionSource.Ladders => resources.Ladders.Keys.Select(key => new SelectListItem(LadderText(key), key)),
            OptionSource.Mails => resources.Mails.Select(mail => new SelectListItem(Subject(mail.Value) ?? mail.Key, mail.Key)),
            OptionSource.Milestones => Milestones(definition, names),
            OptionSource.LimitStarts => Milestones(definition, names).Prepend(new(Texts.Activities["limitFrom.opened"], UserTaskActivity.FromOpening)),
            OptionSource.Limits => Given<StartLimit>(definition, "limit").Select(key => new SelectListItem(names.Limit(key), key)),
            _ => [],
        };
    }

    static string LadderText(string key) => Texts.Activities.Find($"ladder.{key}") is { } text ? $"{text} ({key})" : key;

    /// <summary>What a mail text says it is about, with its places left open.</summary>
    static string? Subject(string mail)
    {
        const string Mark = "Subject:";
        var line = mail.AsSpan()[..(mail.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : mail.Length)].Trim();
        return line.StartsWith(Mark, StringComparison.Ordinal) ? line[Mark.Length..].Trim().ToString() : null;
    }

    static IEnumerable<SelectListItem> Milestones(CompiledDefinition definition, ProcedureNames names) =>
        Given<SetMilestone>(definition, "milestone").Select(name => new SelectListItem(names.Milestone(name), name));

    static IEnumerable<string> Given<T>(CompiledDefinition definition, string input) => definition.Activities
        .Where(activity => activity.Behaviour is T)
        .Select(activity => activity.Inputs.GetValueOrDefault(input) is Expression.Literal literal ? literal.Value.AsText() : "")
        .Where(value => value.Length > 0).Distinct();
}
