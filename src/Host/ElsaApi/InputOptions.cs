using OpsWorkflows.Activities;
using OpsWorkflows.Definitions;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Access;
using OpsWorkflows.Host.Cases;
using OpsWorkflows.Host.Forms;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.ElsaApi;

/// <summary>
/// What an input can be chosen from where that changes while one draws: the staff, the named dates and limits of the procedure, and
/// the forms, ladders and mail texts that it may use, its own first. What is another procedure's has the name of that behind it.
/// </summary>
public sealed class InputOptions(UsableResources usable, EligiblePeopleSql people)
{
    /// <summary>Whether options from there change.</summary>
    public static bool Change(OptionSource source) => source is not (OptionSource.Fixed or OptionSource.LimitUnits or OptionSource.Roles);

    /// <summary>All that can be chosen while a procedure is drawn.</summary>
    public async Task<IReadOnlyDictionary<OptionSource, IReadOnlyList<SelectListItem>>> AllAsync(string definitionId, CurrentPerson by, CancellationToken token)
    {
        var owners = await usable.OwnersAsync(definitionId, token);
        var all = new Dictionary<OptionSource, IReadOnlyList<SelectListItem>>();
        foreach (var source in Enum.GetValues<OptionSource>().Where(Change))
        {
            all[source] = source == OptionSource.People ? await PeopleAsync(by, token) : Of(owners, source, definitionId);
        }
        return all;
    }

    /// <param name="definitionId">The procedure that is drawn; null where that is not known.</param>
    public async Task<IReadOnlyList<SelectListItem>> ListAsync(OptionSource source, string? definitionId, CurrentPerson by, CancellationToken token) =>
        source == OptionSource.People ? await PeopleAsync(by, token) : Of(await usable.OwnersAsync(definitionId, token), source, definitionId);

    static IReadOnlyList<SelectListItem> Of(IReadOnlyList<CompiledDefinition> owners, OptionSource source, string? definitionId)
    {
        var own = owners.FirstOrDefault(owner => owner.Definition.DefinitionId == definitionId);
        if (own is not null && source is not (OptionSource.Forms or OptionSource.Ladders or OptionSource.Mails))
        {
            return [.. OptionsOf(own, source)];
        }
        return
        [
            .. owners.SelectMany(owner => OptionsOf(owner, source).Select(option => owner == own ? option : option with { Text = $"{option.Text} ({owner.Definition.Name})" }))
                .DistinctBy(option => option.Value),
        ];
    }

    async Task<IReadOnlyList<SelectListItem>> PeopleAsync(CurrentPerson by, CancellationToken token)
    {
        if (!Policies.Allows(Policies.DesignProcedures, by))
        {
            return [];
        }
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
    internal static string? Subject(string mail)
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
