using OpsWorkflows.Activities;
using OpsWorkflows.Host.Access;
using OpsWorkflows.UserTasks;

namespace OpsWorkflows.Host.Forms;

/// <summary>A form that is to be shown, and what decides which people it offers.</summary>
/// <param name="PeopleOfCase">Who is on the case now, by role; empty before there is one.</param>
public sealed record AskedForm(Form Form, CompiledDefinition Definition, IReadOnlyDictionary<string, Guid> PeopleOfCase);

/// <summary>Makes forms ready to be shown: one query for all the people that all of them offer, none where no person is asked for.</summary>
public sealed class FormViews(EligiblePeopleSql people)
{
    static readonly Dictionary<string, Guid> Nobody = [];

    /// <summary>The form that starts a case; without questions when the procedure has none.</summary>
    public static AskedForm StartOf(CompiledDefinition definition) => new(
        definition.Resources.Forms.GetValueOrDefault(DefinitionResources.StartForm) ?? new Form(definition.Definition.Name, []), definition, Nobody);

    /// <summary>The form for reading what was answered: it offers no people.</summary>
    public static FormView ToRead(Form form) => new(form.Title, Fields(form.Fields, _ => []));

    public async Task<IReadOnlyList<FormView>> MakeAsync(IReadOnlyCollection<AskedForm> forms, CancellationToken token)
    {
        var asked = forms.SelectMany(form => PersonFields(form.Form.Fields).Select(field => (form.Definition, field.Role))).Distinct().ToList();
        if (asked.Count == 0)
        {
            return [.. forms.Select(form => ToRead(form.Form))];
        }
        var roles = asked.Exists(field => field.Role is null) ? [.. Roles.All] : asked.Select(field => field.Role!).Distinct().ToList();
        var counted = asked.Where(field => field.Role is { } role && AssignmentRule.Of(field.Definition, role).MaximumCaseload is not null)
            .Select(field => field.Role!).Distinct().ToList();
        var holders = await people.ReadAsync(roles, counted, token);
        return [.. forms.Select(form => new FormView(form.Form.Title, Fields(form.Form.Fields, role => Options(holders, form, role))))];
    }

    static IEnumerable<FormField> PersonFields(IEnumerable<FormField> fields) =>
        fields.SelectMany(field => field.Type == FieldType.Person ? [field] : PersonFields(field.Fields));

    static List<FieldOption> Options(ILookup<string, RoleHolder> holders, AskedForm form, string? role)
    {
        if (role is null)
        {
            return [.. holders.SelectMany(of => of).DistinctBy(holder => holder.Id).OrderBy(holder => holder.Name, StringComparer.Ordinal).Select(ToOption)];
        }
        var rule = AssignmentRule.Of(form.Definition, role);
        return [.. holders[role].Where(IsEligible).Select(ToOption)];

        bool IsEligible(RoleHolder holder) =>
            !(holder.Cases >= rule.MaximumCaseload)
            && !rule.SeparateFrom.Any(other => form.PeopleOfCase.TryGetValue(other, out var present) && present == holder.Id);
    }

    static FieldOption ToOption(RoleHolder holder) => new(holder.Id.ToString(), holder.Name);

    static List<FieldView> Fields(IReadOnlyList<FormField> fields, Func<string?, IReadOnlyList<FieldOption>> peopleOf) =>
    [
        .. fields.Select(field => new FieldView(field.Name, field.Label, field.Hint, field.Type.ToKey(), field.Required,
            field.RequiredFor.Count > 0 ? field.RequiredFor : null,
            field.Type switch
            {
                FieldType.Choice or FieldType.Choices => field.Options,
                FieldType.Person => peopleOf(field.Role),
                _ => null,
            },
            field.Type == FieldType.Rows ? Fields(field.Fields, peopleOf) : null)),
    ];
}

public static class FormsRegistration
{
    public static IServiceCollection AddForms(this IServiceCollection services) => services.AddSingleton<EligiblePeopleSql>().AddSingleton<FormViews>();
}
