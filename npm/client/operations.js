export const OPERATIONS = {
  getCurrentUser: 'call', listEventTypes: 'list', createSchedulingLink: 'call', listUserAvailabilitySchedules: 'call',
};
