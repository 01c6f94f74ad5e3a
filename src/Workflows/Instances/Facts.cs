using OpsWorkflows.Calendars;

namespace OpsWorkflows.Instances;

/// <summary>All that a burst may know besides the case; read before it runs, unchanged while it runs.</summary>
public sealed record Facts
{
    /// <summary>Office time.</summary>
    public required DateTimeOffset Now { get; init; }
    public required OfficeDirectory Office { get; init; }
    public required OfficeCalendar Calendar { get; init; }

    /// <summary>How many open cases a person has in a role, for what a burst asked about.</summary>
    public IReadOnlyDictionary<(Guid Person, string Role), int> Caseload { get; init; } = new Dictionary<(Guid, string), int>();
}

/// <summary>A member of staff: what the engine decides by. <paramref name="Name"/> is for screens only.</summary>
public sealed record Person(Guid Id, string Name, string Email, IReadOnlySet<string> Roles, bool Active);

/// <summary>The staff of the office at one moment.</summary>
public sealed class OfficeDirectory(IEnumerable<Person> people)
{
    private readonly Dictionary<Guid, Person> _people = people.ToDictionary(person => person.Id);

    public static OfficeDirectory Empty { get; } = new([]);

    public Person? Find(Guid id) => _people.GetValueOrDefault(id);

    public IEnumerable<Person> All => _people.Values;

    /// <summary>Active people who hold the role, in a steady order.</summary>
    public IEnumerable<Person> InRole(string role) =>
        _people.Values.Where(person => person.Active && person.Roles.Contains(role)).OrderBy(person => person.Id);
}
